using System.Diagnostics;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Publishing;

namespace ProofSaga.Benchmarks.Publishing;

/// <summary>What a program does that knows no queue and no batch: it sends one transaction and waits until it is mined.</summary>
static class PlainLoop
{
    /// <returns>Proofs per second, groth16 proofs and attestations by turns.</returns>
    public static async Task<double> MeasureAsync(
        LocalChainFixture chain,
        ProofRegistryClient registry,
        int proofs,
        CancellationToken cancellationToken
    )
    {
        var sender = new TransactionSender(chain.Client, chain.Owner) { PollInterval = TimeSpan.FromMilliseconds(50) };
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < proofs; number++)
            await sender.SendAndWaitAsync(registry.Address, Call(number), cancellationToken);
        return proofs / watch.Elapsed.TotalSeconds;
    }

    static byte[] Call(int number)
    {
        if (number % 2 == 0)
        {
            var proof = VerifiedProofs.Publication(number / 2);
            return ProofRegistryCalls.Publish(proof.ProofId, proof.CircuitId, proof.Proof, proof.PublicSignals);
        }

        var attestation = VerifiedProofs.Attestation();
        return ProofRegistryCalls.Attest(
            attestation.ProofId,
            attestation.CircuitId,
            attestation.ProofSystem,
            attestation.ProofHash
        );
    }
}
