using System.Globalization;
using System.Security.Cryptography;

namespace ProofSaga.Hosting;

/// <summary>
/// The name of this process among the workers: of the machine, the process and the start, so that no two starts share one
/// (in containers the process id is always the same).
/// </summary>
/// <param name="Name">For example <c>prover-7d9f/1/5kq2</c>; at most 100 characters.</param>
public sealed record WorkerIdentity(string Name)
{
    const int LongestMachineName = 64;

    public static WorkerIdentity OfThisProcess()
    {
        var machine = Environment.MachineName;
        if (machine.Length > LongestMachineName)
            machine = machine[..LongestMachineName];
        var start = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 4);
        return new WorkerIdentity(
            string.Create(CultureInfo.InvariantCulture, $"{machine}/{Environment.ProcessId}/{start}")
        );
    }
}
