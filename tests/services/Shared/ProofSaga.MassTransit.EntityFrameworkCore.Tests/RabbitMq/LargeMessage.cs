namespace ProofSaga.Provider.Tests.RabbitMq;

public sealed record LargeMessage(string Text);
