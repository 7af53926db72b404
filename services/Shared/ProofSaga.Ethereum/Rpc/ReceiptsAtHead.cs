namespace ProofSaga.Ethereum.Rpc;

/// <summary>Receipts, and how far the chain was when they were read.</summary>
/// <param name="Head">The number of the newest block.</param>
/// <param name="Receipts">In the order in which they were asked for; null where the transaction is in no block.</param>
public sealed record ReceiptsAtHead(ulong Head, IReadOnlyList<TransactionReceipt?> Receipts);
