using System.ComponentModel;
using System.Diagnostics;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Hosting.Configuration;

namespace ProofSaga.Publisher.Chains.Plonk;

/// <summary>
/// Makes the contracts that verify plonk proofs, each once: <c>infra/chain/plonk-verifier.mjs</c> generates and compiles
/// them into <c>plonk-verifiers</c> in the data folder. What it makes is GPL-3.0 and never part of this project.
/// </summary>
sealed class PlonkVerifierFactory(InstallationOptions installation, TimeProvider time)
{
    const string Node = "node";

    /// <summary>It takes a few seconds, more for a circuit with hundreds of public signals.</summary>
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>What the process gets of our environment, which otherwise may hold keys and passwords.</summary>
    static readonly string[] PassedVariables = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot"];

    string Folder => Path.Combine(installation.ResolvedDataDirectory, "plonk-verifiers");

    /// <exception cref="VerifierUnavailableException">It can't be made here; the message says why.</exception>
    public async Task<PlonkVerifierArtifact> MakeAsync(PlonkCircuit circuit, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Folder, $"{circuit.VerificationKey.Sha256}.json");
        try
        {
            if (!File.Exists(path))
                await GenerateAsync(circuit.VerificationKey.Path, cancellationToken);
            var verifier = await PlonkVerifierArtifact.LoadAsync(path, cancellationToken);
            RequireFor(circuit, verifier, path);
            return verifier;
        }
        catch (Exception unusable) when (unusable is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new VerifierUnavailableException(unusable.Message, unusable);
        }
    }

    // a registration is for good, and the file may have come from anywhere
    static void RequireFor(PlonkCircuit circuit, PlonkVerifierArtifact verifier, string path)
    {
        if (verifier.VerificationKeySha256 != circuit.VerificationKey.Sha256)
            throw new VerifierUnavailableException($"'{path}' is of another verification key");
        if (verifier.SignalCount != circuit.SignalCount)
        {
            throw new VerifierUnavailableException(
                $"the verification key is for {verifier.SignalCount} public signals, and the circuit has {circuit.SignalCount}"
            );
        }
    }

    async Task GenerateAsync(string verificationKey, CancellationToken cancellationToken)
    {
        using var process = Start(verificationKey);
        var complaint = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new VerifierUnavailableException(
                $"generating and compiling it took more than {Timeout.TotalMinutes:0} minutes"
            );
        }

        await output;
        if (process.ExitCode != 0)
            throw new VerifierUnavailableException((await complaint).Trim());
    }

    Process Start(string verificationKey)
    {
        var start = new ProcessStartInfo(Node)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(installation.ResolveInfraDirectory(), "chain", "plonk-verifier.mjs"));
        start.ArgumentList.Add(verificationKey);
        start.ArgumentList.Add(Folder);
        foreach (var name in start.Environment.Keys.Except(PassedVariables, StringComparer.OrdinalIgnoreCase).ToArray())
            start.Environment.Remove(name);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new VerifierUnavailableException(
                $"'{Node}' cannot be started ({missing.Message}); Node.js 20 or newer makes the verifier",
                missing
            );
        }
    }
}
