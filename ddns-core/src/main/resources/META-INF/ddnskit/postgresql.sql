-- Tables of JdbcStateStore, for PostgreSQL 12 and later.
-- May be run again at any time; JdbcStateStore.createSchema() does. The tables go where the search path leads.
-- Whoever runs replicas needs SELECT, INSERT, UPDATE and DELETE on all three, and nothing else.

-- Names are dealt out in 256 buckets: the last eight bits of the CRC-32 of a name. A replica keeps the names of those
-- buckets whose lease it holds. Never delete a row.
CREATE TABLE IF NOT EXISTS ddnskit_lease (
    bucket integer PRIMARY KEY CHECK (bucket BETWEEN 0 AND 255),
    holder text, -- the id of a replica; who held it last, once the lease is over
    fence bigint NOT NULL DEFAULT 0, -- counts the holders: what an earlier one wants to save is refused
    until timestamptz NOT NULL DEFAULT '-infinity' -- whoever comes first may take the lease after that
) WITH (fillfactor = 50); -- written all the time, in place
INSERT INTO ddnskit_lease (bucket) SELECT generate_series(0, 255) ON CONFLICT DO NOTHING;

-- The replicas that live: each takes its share of the buckets and no more.
CREATE TABLE IF NOT EXISTS ddnskit_replica (
    id text PRIMARY KEY, -- new at each start
    name text, -- for people
    until timestamptz NOT NULL -- counts as dead after that
) WITH (fillfactor = 50);

-- What is remembered: a row for each name and family. A row of a name that is not configured any more may be deleted.
CREATE TABLE IF NOT EXISTS ddnskit_record (
    host text NOT NULL, -- in lower-case A-labels, without a trailing dot
    family text NOT NULL CHECK (family IN ('ipv4', 'ipv6')),
    bucket integer NOT NULL,
    state text NOT NULL, -- a line of a state file: what was confirmed, what was sent since, when, and what failed
    PRIMARY KEY (host, family)
) WITH (fillfactor = 70);
CREATE INDEX IF NOT EXISTS ddnskit_record_bucket ON ddnskit_record (bucket);
