using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ProofSaga.Prover.ProverHosts;

/// <summary>
/// A process that leads a session and a process group of its own (POSIX, <c>setsid</c>). All that it starts is in its group
/// and can be killed with it, also what has lost its parent and is in nobody's family tree any more.
/// </summary>
/// <remarks>Only what begins a session of its own gets away. Without the program <c>setsid</c> there is no group to kill.</remarks>
static partial class OwnSession
{
    const int SigKill = 9;

    static readonly string? SetSid = Array.Find(["/usr/bin/setsid", "/bin/setsid"], File.Exists);

    /// <summary>How to start an executable so; its process id is the one of the started process, and it has the same parent.</summary>
    public static ProcessStartInfo Of(string executable) =>
        SetSid is null ? new ProcessStartInfo(executable) : new ProcessStartInfo(SetSid, [executable]);

    /// <summary>Kills all that is left of a group, its leader included. Call it before the leader's id can be another's.</summary>
    public static void Kill(int leader)
    {
        if (SetSid is not null)
            _ = Signal(-leader, SigKill);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int processId, int signal);
}
