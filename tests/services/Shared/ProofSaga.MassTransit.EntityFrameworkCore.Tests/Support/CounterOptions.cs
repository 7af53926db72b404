namespace ProofSaga.Provider.Tests.Support;

/// <param name="InsertsOnInitial">Whether the saga is inserted before its first message is handled.</param>
sealed record CounterOptions(bool InsertsOnInitial);
