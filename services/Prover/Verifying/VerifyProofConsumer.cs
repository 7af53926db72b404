using MassTransit;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Verification;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.Verifying;

/// <summary>Checks a stored proof against the circuit's verification key, before any gas is spent.</summary>
public class VerifyProofConsumer(
    ProofWorkStore works,
    WorkResolver resolver,
    TimeProvider time,
    ILogger<VerifyProofConsumer> logger
) : IConsumer<VerifyProof>
{
    public async Task Consume(ConsumeContext<VerifyProof> context)
    {
        var order = context.Message;
        var work = await works.FindAsync(order.ProofId, context.CancellationToken);
        if (work.WhySuperseded(order.Attempt, ProofStatus.Generated, ProofStatus.Verifying) is { } reason)
        {
            logger.Superseded(order.ProofId, order.Attempt, reason);
            return;
        }

        try
        {
            var result = await VerifyAsync(context, work!);
            if (result.IsValid)
            {
                logger.Verified(order.ProofId, order.Attempt);
                await context.Publish(new ProofVerified(order.ProofId, order.Attempt), context.CancellationToken);
            }
            else
            {
                await FailAsync(context, FailureKind.Permanent, "proof_invalid", result.Reason);
            }
        }
        catch (ProofSystemException failure)
        {
            var kind = failure.IsTransient ? FailureKind.Transient : FailureKind.Permanent;
            await FailAsync(context, kind, failure.Code, failure.Message);
        }
    }

    async Task<VerificationResult> VerifyAsync(ConsumeContext<VerifyProof> context, ProofWork work)
    {
        var order = context.Message;
        var proofSystem = resolver.ProofSystem(work);
        if (!proofSystem.Describe().IsInstant)
            await context.Publish(
                new ProofProgressed(order.ProofId, ProofStage.Verify, order.Attempt, "started", time.GetUtcNow()),
                context.CancellationToken
            );

        var circuit = resolver.Circuit(work);
        return await proofSystem.VerifyAsync(
            new VerificationRequest(order.ProofId, circuit, work.Document!.Value, resolver.Inputs(work, circuit)),
            context.CancellationToken
        );
    }

    Task FailAsync(ConsumeContext<VerifyProof> context, FailureKind kind, string code, string error)
    {
        var order = context.Message;
        logger.VerificationFailed(order.ProofId, order.Attempt, code, error);
        return context.Publish(
            new ProofVerificationFailed(order.ProofId, order.Attempt, kind, code, error),
            context.CancellationToken
        );
    }
}
