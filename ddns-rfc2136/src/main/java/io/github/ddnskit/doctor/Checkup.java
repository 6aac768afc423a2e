package io.github.ddnskit.doctor;

import java.util.List;

/** All checks. Read from top to bottom, they are what a person would look at, one after the other. */
final class Checkup {

    static final List<Check> CHECKS = List.of(
            NameChecks::somebodyKnowsItsServers,
            NameChecks::aServerHasAuthority,
            NameChecks::itExists,
            NameChecks::noDelegationIsInTheWay,
            NameChecks::noAliasIsInTheWay,
            NameChecks::noWildcardAnswersForIt,
            ServerChecks::everyServerAnswers,
            ServerChecks::noServerIsStale,
            ServerChecks::noServerHasItsOwnView,
            AddressChecks::theDeviceHasAnAddress,
            AddressChecks::theRecordIsThatAddress,
            AddressChecks::noRecordIsLeftOver,
            AddressChecks::theOtherFamilyLeadsHereToo,
            AddressChecks::familiesAreNotMixedUp,
            AddressChecks::theAddressCanBeReached,
            NetworkChecks::theNetworkIsAsUsual,
            CacheChecks::answersDoNotLiveLong,
            CacheChecks::theChangeIsOldEnough,
            CacheChecks::theResolverFollows,
            MemoryChecks::theStateCanBeRead,
            MemoryChecks::thereIsAState,
            MemoryChecks::theProviderHasNotRefused,
            MemoryChecks::updatesSucceed,
            MemoryChecks::somethingWasPublished,
            MemoryChecks::nobodyElseChangedIt,
            MemoryChecks::theRegistrationDoesNotLapse,
            KeyChecks::theServerAcceptsTheKey);

    private Checkup() {}

    static List<Finding> of(Facts facts) {
        return CHECKS.stream().flatMap(check -> check.look(facts)).toList();
    }
}
