using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProofSaga.Circuits;
using ProofSaga.Circuits.Catalog;
using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Manifests;
using ProofSaga.Prover.ProofSystems;
using ProofSaga.Prover.ProverHosts;
using ProofSaga.Prover.TimeLimits;
using ProofSaga.Testing;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Prover.Tests;

/// <summary>The prover as its service registers it, on the shipped circuits.</summary>
sealed class ProverUnderTest : IAsyncDisposable
{
    readonly ServiceProvider services;

    ProverUnderTest(string hostFolder, Action<ProverOptions>? configure)
    {
        services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs))
            .AddCircuitCatalog(options => options.CircuitsFolder = Path.Combine(RepositoryRoot.Infra, "circuits"))
            .AddProofSystems(options =>
            {
                options.ProverHostFolder = hostFolder;
                options.SingleThread = true;
                configure?.Invoke(options);
            })
            .BuildServiceProvider();
        Circuit = services.GetRequiredService<ICircuitCatalog>().Find("preimage")!;
    }

    public CapturedLog Logs { get; } = new();

    public CircuitManifest Circuit { get; }

    public IProofSystemCatalog ProofSystems => services.GetRequiredService<IProofSystemCatalog>();

    public IProofSystem Groth16 => ProofSystems.Find("groth16")!;

    public IProofSystem Commitment => ProofSystems.Find("commitment")!;

    public AttemptTimeLimits Limits => services.GetRequiredService<AttemptTimeLimits>();

    public ProverHostPool ProvingPool => services.GetRequiredService<ProverHostPools>().Proving;

    /// <summary>The prover as it is shipped.</summary>
    public static ProverUnderTest WithRealHost() =>
        new(Path.Combine(RepositoryRoot.Infra, "prover-host"), configure: null);

    /// <summary>The same, but inputs can ask the host to misbehave: see <c>Hosts/main.mjs</c>.</summary>
    public static ProverUnderTest WithMisbehavingHost(Action<ProverOptions>? configure = null) =>
        new(Path.Combine(RepositoryRoot.Path, "tests", "services", "Prover.Tests", "Hosts"), configure);

    public CanonicalInputs Inputs(string first, string second, string hash) =>
        Inputs(JsonSerializer.SerializeToElement(new { preimage = new[] { first, second }, hash }));

    public CanonicalInputs Inputs(JsonElement json)
    {
        var validation = InputValidator.Validate(Circuit, json);
        Assert.That(validation.Errors, Is.Empty);
        return validation.Inputs!;
    }

    public ProofRequest Request(CanonicalInputs inputs) => new(Guid.NewGuid(), Circuit, inputs);

    public Task<GeneratedProof> ProveAsync(
        CanonicalInputs inputs,
        IProgress<ProverProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) => Groth16.ProveAsync(Request(inputs), progress ?? new Steps(), cancellationToken);

    public Task<VerificationResult> VerifyAsync(ReadOnlyMemory<byte> document, CanonicalInputs? inputs = null) =>
        Groth16.VerifyAsync(new VerificationRequest(Guid.NewGuid(), Circuit, document, inputs), CancellationToken.None);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
