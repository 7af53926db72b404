namespace ProofSaga.SystemTests.Support;

/// <summary>What an exchange gets and passes on to a queue or another exchange.</summary>
sealed record BrokerBinding(string Source, string Destination);
