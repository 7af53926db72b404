namespace ProofSaga.Provider.Tests.Support;

/// <summary>What a consumer stores.</summary>
sealed class Order
{
    public Guid Id { get; set; }
}
