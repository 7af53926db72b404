using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ProofSaga.Prover.ProverHosts;

/// <summary>The pools of this service: a check of a proof, a matter of milliseconds, never waits for a proof.</summary>
sealed class ProverHostPools(IOptions<ProverOptions> options, TimeProvider time, ILogger<ProverHostPool> logger)
    : IAsyncDisposable
{
    public ProverHostPool Proving { get; } = new(options.Value.ProvingProcesses, options.Value, time, logger);

    public ProverHostPool Verifying { get; } = new(options.Value.VerifyingProcesses, options.Value, time, logger);

    public async ValueTask DisposeAsync()
    {
        await Proving.DisposeAsync();
        await Verifying.DisposeAsync();
    }
}
