using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Services;

namespace ProofSaga.SystemTests.Stopping;

/// <summary>The Node processes of a prover. While they are frozen a proof is under way for as long as a test likes.</summary>
sealed class ProverHosts
{
    readonly IReadOnlyList<ProcessIdentity> hosts;

    ProverHosts(IReadOnlyList<ProcessIdentity> hosts) => this.hosts = hosts;

    public bool AnyIsAlive => hosts.Any(host => host.IsAlive);

    /// <summary>Of a prover that has worked before: the hosts are started when they are needed.</summary>
    public static async Task<ProverHosts> FreezeAsync(ServiceProcess prover)
    {
        var found = new ProverHosts(ProcessTable.DescendantsOf(await prover.Id));
        Assert.That(found.hosts, Is.Not.Empty, "it has hosts");
        await found.SignalAsync("STOP");
        return found;
    }

    public Task ThawAsync() => SignalAsync("CONT");

    async Task SignalAsync(string signal)
    {
        foreach (var host in hosts)
        {
            using var kill = System.Diagnostics.Process.Start("kill", ["-s", signal, $"{host.Id}"]);
            await kill.WaitForExitAsync();
        }
    }
}
