-- Tables of JdbcGatewayStore, for PostgreSQL 12 and later.
-- May be run again at any time; JdbcGatewayStore.createSchema() does. The tables go where the search path leads.
-- A gateway needs SELECT, INSERT, UPDATE and DELETE on all four, and nothing else.

-- Who may update what: a line of a file of accounts. Hashes of passwords and tokens are in it.
CREATE TABLE IF NOT EXISTS ddnskit_account (
    name text PRIMARY KEY,
    body text NOT NULL
);

-- A host is one account's.
CREATE TABLE IF NOT EXISTS ddnskit_account_host (
    host text PRIMARY KEY, -- in lower-case A-labels, without a trailing dot
    account text NOT NULL REFERENCES ddnskit_account (name) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS ddnskit_account_host_account ON ddnskit_account_host (account);

-- A token is found by its id, which is no secret.
CREATE TABLE IF NOT EXISTS ddnskit_account_token (
    id text PRIMARY KEY,
    account text NOT NULL REFERENCES ddnskit_account (name) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS ddnskit_account_token_account ON ddnskit_account_token (account);

-- When hosts were updated last, and what DNS confirmed then.
CREATE TABLE IF NOT EXISTS ddnskit_refresh (
    host text PRIMARY KEY,
    at timestamptz NOT NULL,
    addresses text NOT NULL, -- with commas between them; empty if there are none
    removal timestamptz -- a gateway removes the host since nobody refreshed it, until then at most; null if none has begun
) WITH (fillfactor = 70);
CREATE INDEX IF NOT EXISTS ddnskit_refresh_at ON ddnskit_refresh (at, host);
