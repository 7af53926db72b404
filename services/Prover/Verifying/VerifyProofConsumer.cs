using MassTransit;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Verification;
using ProofSaga.Hosting;
using ProofSaga.Persistence.Nullifiers;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.Verifying;

/// <summary>
/// Checks a stored proof against the circuit's verification key, and reserves its nullifier, before any gas is spent.
/// </summary>
public class VerifyProofConsumer(
    ProofWorkStore works,
    NullifierReservations nullifiers,
    WorkResolver resolver,
    AttemptRuns runs,
    ILogger<VerifyProofConsumer> logger
) : IConsumer<VerifyProof>
{
    public async Task Consume(ConsumeContext<VerifyProof> context)
    {
        var order = context.Message;
        var run = runs.Begin();
        var work = await works.FindAsync(order.ProofId, context.CancellationToken);
        if (work.WhySuperseded(order.Attempt, ProofStatus.Generated, ProofStatus.Verifying) is { } reason)
        {
            logger.Superseded(order.ProofId, order.Attempt, reason);
            return;
        }

        try
        {
            var result = await VerifyAsync(context, run, work!);
            if (!result.IsValid)
                await FailAsync(context, run, FailureCodes.ProofInvalid, result.Reason);
            else if (await ReserveNullifierAsync(work!, context.CancellationToken) is { } holder)
                await FailAsync(context, run, FailureCodes.NullifierReserved, holder.Explain());
            else
                await SucceedAsync(context, run);
        }
        catch (ProofSystemException failure)
        {
            await FailAsync(context, run, failure.Code, failure.Message);
        }
    }

    async Task<VerificationResult> VerifyAsync(ConsumeContext<VerifyProof> context, AttemptRun run, ProofWork work)
    {
        var order = context.Message;
        var proofSystem = resolver.ProofSystem(work);
        if (!proofSystem.Describe().IsInstant)
            await context.Publish(
                new ProofProgressed(order.ProofId, ProofStage.Verify, order.Attempt, "started", run.StartedAt, run),
                context.CancellationToken
            );

        var circuit = resolver.Circuit(work);
        return await proofSystem.VerifyAsync(
            new VerificationRequest(order.ProofId, circuit, work.Document!.Value, resolver.Inputs(work, circuit)),
            context.CancellationToken
        );
    }

    /// <returns>Null when the proof may go on; else the proof that has its nullifier.</returns>
    /// <remarks>What is not published spends nothing.</remarks>
    async Task<NullifierHolder?> ReserveNullifierAsync(ProofWork work, CancellationToken cancellationToken)
    {
        if (!work.Publish || NullifierSignal.Of(resolver.Circuit(work), work.Document!.Value.Span) is not { } nullifier)
            return null;

        var claim = new NullifierClaim(work.Circuit, work.CircuitVersion, nullifier);
        return await nullifiers.ReserveAsync(claim, work.ProofId, cancellationToken);
    }

    Task SucceedAsync(ConsumeContext<VerifyProof> context, AttemptRun run)
    {
        var order = context.Message;
        logger.Verified(order.ProofId, order.Attempt);
        return context.Publish(
            new ProofVerified(order.ProofId, order.Attempt, runs.End(run)),
            context.CancellationToken
        );
    }

    Task FailAsync(ConsumeContext<VerifyProof> context, AttemptRun run, string code, string error)
    {
        var order = context.Message;
        logger.VerificationFailed(order.ProofId, order.Attempt, code, error);
        return context.Publish(
            new ProofVerificationFailed(
                order.ProofId,
                order.Attempt,
                FailureTable.KindOf(code),
                code,
                error,
                runs.End(run)
            ),
            context.CancellationToken
        );
    }
}
