namespace ProofSaga.Hosting.Tests.Messaging;

public sealed record SlowWork;
