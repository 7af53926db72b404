using ProofSaga.Contracts.Failures;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;
using ProofSaga.Publisher.Publishing.Fees;

namespace ProofSaga.Publisher.Publishing.Batches;

/// <summary>From a batch to a signed transaction in the ledger that is sent. Every member learns its place.</summary>
sealed class BatchPreparation(
    TransactionPreparation preparation,
    NonceSurvey nonces,
    FeePolicy fees,
    TransactionBroadcast broadcast,
    ILogger<BatchPreparation> logger
)
{
    /// <summary>Gas that one transaction may take on any chain (EIP-7825).</summary>
    const ulong MostGas = 1 << 24;

    // replaced by the ledger, which gives nonces away under its lock
    const ulong NoNonceYet = 0;

    public async Task PrepareAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(
                batch,
                new BatchCall(batch.Members.Values.Select(member => member.Item)),
                cancellationToken
            );
        }
        catch (Exception failure)
        {
            // nobody awaits this: the failure is told to all those whose place is not known
            foreach (var member in batch.Members.Values)
                member.Fail(failure);
        }
    }

    /// <summary>
    /// Tries the call first, so that what the registry refuses costs neither gas nor nonce. A call that fails as a whole is
    /// taken apart until the reason for it is alone.
    /// </summary>
    async Task PrepareAsync(Batch batch, BatchCall call, CancellationToken cancellationToken)
    {
        try
        {
            var accepted = await TryAsync(batch, call, cancellationToken);
            if (accepted is not null)
                await SendAsync(batch, accepted, cancellationToken);
        }
        catch (EthereumException failure) when (failure.Failure is EthereumFailure.Reverted or EthereumFailure.OutOfGas)
        {
            if (call.Items.Length > 1)
                await PrepareHalvesAsync(batch, call, cancellationToken);
            else
                batch.Members[call.ProofIds[0]].Fail(failure);
        }
    }

    async Task PrepareHalvesAsync(Batch batch, BatchCall call, CancellationToken cancellationToken)
    {
        var (first, second) = call.Halve();
        await PrepareAsync(batch, first, cancellationToken);
        await PrepareAsync(batch, second, cancellationToken);
    }

    /// <returns>The call without what the registry would refuse; null when it would refuse all of it.</returns>
    static async Task<BatchCall?> TryAsync(Batch batch, BatchCall call, CancellationToken cancellationToken)
    {
        var refusals = await batch.Chain.Registry.TryBatchAsync(
            batch.Chain.Signer.Address,
            call.Data,
            cancellationToken
        );
        var refused = call
            .ProofIds.Zip(refusals)
            .Where(item => item.Second is not null)
            .ToDictionary(item => item.First, item => item.Second!);
        foreach (var (proofId, reason) in refused)
        {
            if (reason.Name == RegistryErrors.AlreadyPublished)
                batch.Members[proofId].LeaveAsPublished();
            else
                batch.Members[proofId].Fail(RegistryRefusal.Explain(reason));
        }

        return call.Without(refused.Keys);
    }

    async Task SendAsync(Batch batch, BatchCall call, CancellationToken cancellationToken)
    {
        var chain = batch.Chain;
        var plan = await TransactionPlan.MakeAsync(
            chain.Client,
            chain.Signer.Address,
            chain.Registry.Address,
            call.Data,
            NoNonceYet,
            await fees.ForNewAsync(chain.Client, cancellationToken),
            cancellationToken
        );
        var room = await FindRoomAsync(chain, cancellationToken);
        if (plan.GasLimit <= room)
            await SendAsync(batch, call, plan, cancellationToken);
        else if (call.Items.Length > 1)
            await PrepareHalvesAsync(batch, call, cancellationToken);
        else
            await SendAsync(batch, call, plan with { GasLimit = room }, cancellationToken);
    }

    /// <returns>Gas that a transaction may take: no node takes one that asks for more than a block has.</returns>
    static async Task<ulong> FindRoomAsync(PublishingChain chain, CancellationToken cancellationToken)
    {
        var head = await chain.Client.GetBlockAsync(BlockParameter.Latest, cancellationToken);
        return Math.Min(MostGas, head!.GasLimit);
    }

    async Task SendAsync(Batch batch, BatchCall call, Eip1559Transaction plan, CancellationToken cancellationToken)
    {
        var chain = batch.Chain;
        var reading = await nonces.ReadAsync(chain, cancellationToken);
        var prepared = await preparation.PrepareAsync(chain, call, plan, reading, cancellationToken);
        foreach (var (proofId, earlier) in prepared.Earlier)
            batch.Members[proofId].Enter(NonceSlot.Of(earlier));
        foreach (var proofId in prepared.GivenUp)
            batch.Members[proofId].Fail(GivenUp());
        if (prepared.Transaction is not { } transaction)
            return;

        if (reading.ChainWasReset && transaction.Nonce < reading.Stored)
            logger.NonceFollowsChain(chain.Signer.Address, reading.Stored.Value, transaction.Nonce);
        logger.Prepared(transaction.Hash, transaction.Nonce, prepared.ProofIds.Count, prepared.ProofIds);
        await broadcast.SendAsync(chain.Client, transaction, cancellationToken);
        foreach (var proofId in prepared.ProofIds)
            batch.Members[proofId].Enter(NonceSlot.Of(transaction));
    }

    static PublicationException GivenUp() =>
        new(FailureCodes.GivenUp, "the proof was cancelled, or failed, before a transaction was made for it");
}
