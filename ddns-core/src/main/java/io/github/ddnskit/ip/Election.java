package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.LocalAddresses.Local;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Vantage;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a verdict of what the sources said. Pure: no I/O, no clock, no memory; and the order in which the answers came does
 * not matter.
 *
 * <p>Who answers from the same vantage for the same operator is one party, and has one voice. A change needs two parties. One
 * is enough where no other could be heard, and, if it cannot have been forged on the way, for what was believed before.
 */
final class Election {

    private static final Set<Vantage> NEAR = EnumSet.of(Vantage.LOCAL, Vantage.DECLARED);
    private static final int QUORUM = 2;

    private final AddressFamily family;
    private final List<Vote> votes;
    private final Set<InetAddress> previous;
    private final Set<AddressClass> publishable;
    private final List<Local> locals;
    private final List<Ballot> ballots = new ArrayList<>();
    private @Nullable Decision decision;

    /**
     * Prepares one.
     *
     * @param family the family
     * @param votes what the sources said, in the order of the sources; no answer for those that may still be asked
     * @param previous what was believed before, empty if nothing
     * @param publishable what may be published
     * @param locals the addresses of this device
     */
    Election(
            AddressFamily family,
            List<Vote> votes,
            Set<InetAddress> previous,
            Set<AddressClass> publishable,
            List<Local> locals) {
        this.family = family;
        this.votes = votes;
        this.previous = previous;
        this.publishable = publishable;
        this.locals = locals;
        votes.forEach(vote -> ballots.add(ballot(vote)));
    }

    /** One voice, however many sources it speaks through. */
    private record Party(Vantage vantage, String operator) {
        static Party of(Provenance provenance) {
            return new Party(provenance.vantage(), provenance.operator());
        }
    }

    /** A vote as far as it may be published. */
    private record Ballot(
            Vote vote, Set<InetAddress> addresses, @Nullable Provenance provenance, String objection) {
        boolean isValid() {
            return !addresses.isEmpty();
        }

        Party party() {
            return Party.of(Objects.requireNonNull(provenance));
        }
    }

    /** What is believed, and why. */
    private record Decision(Observation result, boolean byOrder, String why) {}

    /** Whether an address can be believed by what is known by now. */
    boolean isSettled() {
        return decision().result() instanceof Observation.Found;
    }

    /** The verdict on what is known by now. */
    Verdict verdict() {
        Decision made = decision();
        List<Warning> warnings = new Evidence(family, votes, made.result(), locals).warnings();
        return new Verdict(family, made.result(), explained(made), warnings);
    }

    private Decision decision() {
        Decision made = decision;
        if (made == null) {
            made = decide();
            decision = made;
        }
        return made;
    }

    private Decision decide() {
        Optional<Ballot> own = chosenByOrder();
        if (own.isPresent()) {
            return new Decision(found(own.get()), true, "this device knows it, or was told");
        }
        Map<Set<InetAddress>, Set<Party>> supporters = supporters();
        Set<InetAddress> winner = winner(supporters);
        return new Decision(
                winner.isEmpty() ? nothing(supporters) : found(first(winner)),
                false,
                winner.equals(previous)
                        ? "it confirms what was known"
                        : supporters.getOrDefault(winner, Set.of()).size() < QUORUM
                                ? "nobody else can be asked"
                                : "another party agrees");
    }

    private Observation found(Ballot ballot) {
        return Observation.found(ballot.addresses(), Objects.requireNonNull(ballot.provenance()));
    }

    private Ballot first(Set<InetAddress> addresses) {
        return ballots.stream()
                .filter(ballot -> ballot.addresses().equals(addresses))
                .findFirst()
                .orElseThrow();
    }

    /** Whom the user put first, where nobody can see the device from outside; what was declared needs no confirmation. */
    private Optional<Ballot> chosenByOrder() {
        boolean nearOnly = votes.stream().allMatch(vote -> NEAR.contains(vote.vantage()));
        for (Ballot ballot : ballots) {
            if (ballot.isValid() && (nearOnly || ballot.vote().vantage() == Vantage.DECLARED)) {
                return Optional.of(ballot);
            }
        }
        return Optional.empty();
    }

    /** Who is for what. A party that speaks through several sources has the voice of the first of them. */
    private Map<Set<InetAddress>, Set<Party>> supporters() {
        Map<Party, Set<InetAddress>> voices = new LinkedHashMap<>();
        for (Ballot ballot : ballots) {
            if (ballot.isValid()) {
                voices.putIfAbsent(ballot.party(), ballot.addresses());
            }
        }
        Map<Set<InetAddress>, Set<Party>> supporters = new LinkedHashMap<>();
        voices.forEach((party, addresses) -> supporters
                .computeIfAbsent(addresses, none -> new LinkedHashSet<>())
                .add(party));
        return supporters;
    }

    private Set<InetAddress> winner(Map<Set<InetAddress>, Set<Party>> supporters) {
        if (supporters.isEmpty()) {
            return Set.of();
        }
        int most = supporters.values().stream()
                .mapToInt(this::weight)
                .filter(weight -> weight > 0)
                .max()
                .orElse(0);
        List<Set<InetAddress>> leading = supporters.entrySet().stream()
                .filter(entry -> most > 0 && weight(entry.getValue()) == most)
                .map(Map.Entry::getKey)
                .toList();
        if (leading.size() == 1) {
            return leading.get(0);
        }
        boolean confirmed = leading.isEmpty()
                && supporters.getOrDefault(previous, Set.of()).stream().anyMatch(this::canConfirm);
        if (confirmed) {
            return previous;
        }
        boolean alone = supporters.size() == 1 && !othersMayVote();
        Set<Party> only = alone ? supporters.values().iterator().next() : Set.of();
        boolean onlyOneConfigured =
                votes.stream().filter(vote -> !NEAR.contains(vote.vantage())).count() == 1;
        return only.stream().anyMatch(this::isAuthenticated) || (alone && onlyOneConfigured)
                ? supporters.keySet().iterator().next()
                : Set.of();
    }

    /** What a side that is large enough weighs: each party once, and once more if nobody can have forged its answer. */
    private int weight(Set<Party> parties) {
        return parties.size() < QUORUM
                ? 0
                : parties.size()
                        + (int) parties.stream().filter(this::isAuthenticated).count();
    }

    /** An interface keeps the address of a prefix that leads nowhere by now, so beside another one it proves nothing. */
    private boolean canConfirm(Party party) {
        return isAuthenticated(party) && !(party.vantage() == Vantage.LOCAL && previousHasRival());
    }

    /** Whether the interface has an address in another /64 that may be published as well. */
    private boolean previousHasRival() {
        return family == AddressFamily.IPV6
                && locals.stream()
                        .filter(local -> previous.contains(local.address()))
                        .anyMatch(known -> locals.stream()
                                .filter(local -> local.interfaceName().equals(known.interfaceName()))
                                .filter(local -> local.unfit().isEmpty()
                                        && objection(local.address()).isEmpty())
                                .anyMatch(local -> !Evidence.sameLink(local.address(), known.address())));
    }

    private boolean isAuthenticated(Party party) {
        return ballots.stream()
                .filter(Ballot::isValid)
                .filter(ballot -> ballot.party().equals(party))
                .map(Ballot::provenance)
                .anyMatch(provenance -> provenance != null && provenance.authenticated());
    }

    /** A router that is silent need not be there; a server on the Internet that is silent can be kept from answering. */
    private boolean othersMayVote() {
        return votes.stream()
                .anyMatch(vote -> vote.answer() == null
                        || (vote.answer() instanceof Observation.Unknown && vote.vantage() == Vantage.REFLEXIVE));
    }

    private Observation nothing(Map<Set<InetAddress>, Set<Party>> supporters) {
        if (votes.stream().allMatch(vote -> vote.answer() instanceof Observation.Absent)) {
            return Observation.absent(votes.stream()
                    .map(vote -> ((Observation.Absent) Objects.requireNonNull(vote.answer())).reason())
                    .collect(Collectors.joining("; ")));
        }
        String sides = supporters.isEmpty()
                ? ""
                : "the address could be "
                        + supporters.keySet().stream().map(IpLiteral::format).collect(Collectors.joining(" or "))
                        + ", but no two independent sources agree on it";
        String cause =
                Stream.of(sides, silent()).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
        return new Observation.Unknown(cause, supporters.isEmpty() ? retryAfter() : null);
    }

    /** When the first of the sources wants to be asked again, if all that failed have said so. */
    private @Nullable Duration retryAfter() {
        List<Observation.Unknown> failed = votes.stream()
                .map(Vote::answer)
                .filter(Observation.Unknown.class::isInstance)
                .map(Observation.Unknown.class::cast)
                .toList();
        return failed.stream().allMatch(unknown -> unknown.retryAfter() != null)
                ? failed.stream()
                        .map(Observation.Unknown::retryAfter)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null)
                : null;
    }

    /** Why those that did not help did not. */
    private String silent() {
        return ballots.stream()
                .filter(ballot -> !ballot.isValid() && !(ballot.vote().answer() instanceof Observation.Absent))
                .map(Ballot::objection)
                .collect(Collectors.joining("; "));
    }

    private List<Vote> explained(Decision made) {
        Set<InetAddress> believed = made.result() instanceof Observation.Found found ? found.addresses() : Set.of();
        List<Vote> explained = new ArrayList<>();
        for (Ballot ballot : ballots) {
            Vote vote = ballot.vote();
            boolean counts = ballot.isValid() && ballot.addresses().equals(believed);
            if (counts) {
                explained.add(vote.worth(true, made.why()));
            } else if (ballot.isValid()) {
                explained.add(vote.worth(
                        false,
                        made.byOrder()
                                ? "a source before it, or one that needs no other, says something else"
                                : believed.isEmpty() ? "nobody agrees with it" : "it is outvoted"));
            } else {
                explained.add(vote.worth(false, ballot.objection()));
            }
        }
        return explained;
    }

    private Ballot ballot(Vote vote) {
        Observation answer = vote.answer();
        if (answer == null) {
            return new Ballot(vote, Set.of(), null, "the others sufficed");
        }
        if (!(answer instanceof Observation.Found found)) {
            return new Ballot(
                    vote,
                    Set.of(),
                    null,
                    answer instanceof Observation.Unknown unknown
                            ? unknown.cause()
                            : ((Observation.Absent) answer).reason());
        }
        if (family == AddressFamily.IPV6 && vote.vantage() == Vantage.GATEWAY && votes.size() > 1) {
            return new Ballot(vote, Set.of(), null, "an IPv6 address of the router is not the device's");
        }
        Set<InetAddress> usable = new LinkedHashSet<>();
        List<String> refused = new ArrayList<>();
        for (InetAddress address : found.addresses()) {
            String objection = objection(address);
            if (objection.isEmpty()) {
                stable(address, vote)
                        .ifPresentOrElse(
                                usable::add,
                                () -> refused.add(IpLiteral.format(address)
                                        + " is a temporary address, and there is no stable one beside it"));
            } else {
                refused.add(objection);
            }
        }
        return usable.isEmpty()
                ? new Ballot(vote, Set.of(), null, String.join("; ", refused) + " (" + found.provenance() + ")")
                : new Ballot(vote, usable, found.provenance(), "");
    }

    private String objection(InetAddress address) {
        AddressClass kind = SpecialAddresses.classify(address);
        if (AddressFamily.of(address) != family) {
            return IpLiteral.format(address) + " is not an " + family + " address";
        }
        return publishable.contains(kind)
                ? ""
                : IpLiteral.format(address) + " is in " + SpecialAddresses.rangeOf(address)
                        + " and not published unless " + kind + " addresses are allowed (\"allow\": [\"" + kind
                        + "\"])";
    }

    /**
     * The address under which a device stays reachable that the Internet sees as another one of the same /64: what its
     * interface source chose, or else a stable one of the device itself. Empty if there is only a temporary one.
     */
    private Optional<InetAddress> stable(InetAddress seen, Vote vote) {
        if (family == AddressFamily.IPV4 || vote.vantage() != Vantage.REFLEXIVE) {
            return Optional.of(seen);
        }
        List<InetAddress> chosen = votes.stream()
                .filter(other -> other.vantage() == Vantage.LOCAL)
                .flatMap(other -> other.answer() instanceof Observation.Found found
                        ? found.addresses().stream()
                        : List.<InetAddress>of().stream())
                .filter(local -> Evidence.sameLink(local, seen))
                .toList();
        List<Local> neighbours = locals.stream()
                .filter(local -> Evidence.sameLink(local.address(), seen))
                .toList();
        if (chosen.contains(seen) || (chosen.isEmpty() && neighbours.isEmpty())) {
            return Optional.of(seen);
        }
        if (!chosen.isEmpty()) {
            return Optional.of(chosen.get(0));
        }
        List<InetAddress> stable = neighbours.stream()
                .filter(local -> local.unfit().isEmpty())
                .map(Local::address)
                .toList();
        return stable.contains(seen) ? Optional.of(seen) : stable.stream().findFirst();
    }
}
