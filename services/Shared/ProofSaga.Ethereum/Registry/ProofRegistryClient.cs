using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Ethereum.Registry;

/// <summary>Reads the <c>ProofRegistry</c> contract, as of the newest block. What changes it: <see cref="ProofRegistryCalls"/>.</summary>
/// <remarks>Every method throws <see cref="EthereumException"/> if there is no good answer.</remarks>
public sealed class ProofRegistryClient(EthereumClient client, Address registry)
{
    public Address Address { get; } = registry;

    /// <summary>Was this proof published or attested?</summary>
    public async Task<bool> IsPublishedAsync(Bytes32 proofId, CancellationToken cancellationToken = default) =>
        (await ReadAsync(AbiWriter.Function("isPublished(bytes32)").Add(proofId), cancellationToken)).ReadBool();

    /// <summary>Can groth16 proofs of this circuit be published?</summary>
    public async Task<bool> IsRegisteredAsync(Bytes32 circuitId, CancellationToken cancellationToken = default) =>
        (await ReadAsync(AbiWriter.Function("isRegistered(bytes32)").Add(circuitId), cancellationToken)).ReadBool();

    /// <summary>The contract that holds the circuit's groth16 verification key; null if none is registered.</summary>
    public async Task<Address?> GetCircuitKeyAsync(Bytes32 circuitId, CancellationToken cancellationToken = default)
    {
        var answer = await ReadAsync(AbiWriter.Function("circuitKey(bytes32)").Add(circuitId), cancellationToken);
        var key = answer.ReadAddress();
        return key == Address.Zero ? null : key;
    }

    /// <summary>The contract that verifies the circuit's plonk proofs; null if none is registered, so that they can only be attested.</summary>
    public async Task<Address?> GetVerifierAsync(Bytes32 circuitId, CancellationToken cancellationToken = default)
    {
        var answer = await ReadAsync(AbiWriter.Function("verifierOf(bytes32)").Add(circuitId), cancellationToken);
        var verifier = answer.ReadAddress();
        return verifier == Address.Zero ? null : verifier;
    }

    /// <summary>Does the contract take the calls of <see cref="ProofRegistryCalls"/>? One of another version may not.</summary>
    public async Task<bool> TakesBatchesAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var call = new CallInput(From: null, Address, ProofRegistryCalls.EmptyBatch());
            await client.CallContractAsync(call, BlockParameter.Latest, cancellationToken);
            return false;
        }
        catch (EthereumException refused) when (refused.Failure == EthereumFailure.Reverted)
        {
            // what a contract does not have, it refuses without a reason
            return refused.Revert?.Name is RegistryErrors.NotPublisher or RegistryErrors.BatchSizeInvalid;
        }
    }

    /// <summary>May this account publish and attest?</summary>
    public async Task<bool> IsPublisherAsync(Address account, CancellationToken cancellationToken = default) =>
        (await ReadAsync(AbiWriter.Function("isPublisher(address)").Add(account), cancellationToken)).ReadBool();

    public async Task<Address> GetOwnerAsync(CancellationToken cancellationToken = default) =>
        (await ReadAsync(AbiWriter.Function("owner()"), cancellationToken)).ReadAddress();

    /// <summary>Tries a batch without sending it.</summary>
    /// <param name="publisher">Who would send it.</param>
    /// <param name="batch">From <see cref="ProofRegistryCalls.PublishBatch"/>.</param>
    /// <returns>For each item, publications first, why it would be refused; null if it would be recorded.</returns>
    public async Task<IReadOnlyList<RevertReason?>> TryBatchAsync(
        Address publisher,
        ReadOnlyMemory<byte> batch,
        CancellationToken cancellationToken = default
    ) => ProofRegistryCalls.ReadRefusals(await CallAsync(publisher, batch, cancellationToken));

    /// <summary>The log by which a proof was published or attested (see <see cref="ProofPublishedEvent"/>, <see cref="ProofAttestedEvent"/>); null if it was not.</summary>
    /// <param name="fromBlock">Where to begin. Many nodes limit the range: name a block shortly before the proof was sent.</param>
    public async Task<FilterLog?> FindPublicationAsync(
        Bytes32 proofId,
        BlockParameter fromBlock,
        CancellationToken cancellationToken = default
    )
    {
        var filter = new LogFilter
        {
            Address = Address,
            FromBlock = fromBlock,
            Topics = [null, proofId],
        };
        var logs = await client.GetLogsAsync(filter, cancellationToken);
        return logs.FirstOrDefault(IsPublication);
    }

    /// <summary>The logs by which the transaction published or attested proofs in this registry, in their order.</summary>
    public IEnumerable<FilterLog> PublicationsIn(TransactionReceipt receipt) =>
        receipt.Logs.Where(log => log.Address == Address && IsPublication(log));

    static bool IsPublication(FilterLog log) =>
        log.Topics is [var topic, ..] && (topic == ProofPublishedEvent.Topic || topic == ProofAttestedEvent.Topic);

    async Task<AbiReader> ReadAsync(AbiWriter function, CancellationToken cancellationToken) =>
        new(await CallAsync(from: null, function.ToArray(), cancellationToken));

    async Task<byte[]> CallAsync(Address? from, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var call = new CallInput(from, Address, data);
        var returned = await client.CallContractAsync(call, BlockParameter.Latest, cancellationToken);
        // a call to an address without code succeeds and returns nothing
        return returned.Length > 0
            ? returned
            : throw new EthereumException(EthereumFailure.Misconfigured, $"There is no ProofRegistry at {Address}.");
    }
}
