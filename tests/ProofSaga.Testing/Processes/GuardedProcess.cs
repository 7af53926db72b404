using System.Diagnostics;

namespace ProofSaga.Testing.Processes;

/// <summary>
/// A server that cannot outlive the process that started it. A small guard shell is its parent and reads a pipe that only we hold:
/// when we close it, end, or are killed, the guard stops the server and deletes its folder.
/// </summary>
public sealed class GuardedProcess : IAsyncDisposable
{
    /// <summary>What the guard gives a server to stop by itself before it kills the server's process group.</summary>
    static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    /// <summary>How long a server may take to end when it is told to, on a busy machine.</summary>
    static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(60);

    static readonly TimeSpan TimeBetweenQuestions = TimeSpan.FromMilliseconds(20);

    /// <summary>How much of the log an error shows, in characters.</summary>
    const int LogTailLength = 4000;

    /// <summary>
    /// The shell obeys the pipe, a line at a time, and stops the server at its end; a subshell for each start of the server says when it has ended.
    /// </summary>
    const string GuardScript = """
        folder=$1 signal=$2 tenths=$3
        shift 3
        exec 3<&0 </dev/null >>"$folder/server.log" 2>&1
        start() {
          (
            setsid "$@" &
            echo "$!" >"$folder/server.pid"
            wait "$!"
            status=$?
            kill -s KILL -- "-$!"
            echo "$status" >"$folder/exit-status"
          ) 3<&- 2>>"$folder/server.log" &
          runner=$!
        }
        has_ended() { [ -e "$folder/exit-status" ]; }
        send() { has_ended || kill -s "$1" -- "$2$(cat "$folder/server.pid")"; }
        start "$@"
        while read -r order argument <&3; do
          case $order in
            start) start "$@" ;;
            signal) send "$argument" '' ;;
          esac
        done
        send "$signal" ''
        while [ "$tenths" -gt 0 ] && ! has_ended; do
          sleep 0.1
          tenths=$((tenths - 1))
        done
        send KILL -
        wait "$runner"
        rm -rf "$folder"
        """;

    readonly Process guard;
    readonly string folder;

    GuardedProcess(Process guard, string folder)
    {
        this.guard = guard;
        this.folder = folder;
        AppDomain.CurrentDomain.ProcessExit += StopAtExit;
    }

    /// <summary>True once the server has ended, for whatever reason, until it is started again.</summary>
    public bool HasExited => guard.HasExited || File.Exists(ExitStatusFile);

    string ExitStatusFile => Path.Combine(folder, "exit-status");

    /// <summary>Starts a server; its standard output and error go to <c>server.log</c> in its folder.</summary>
    /// <param name="folder">The server's own folder; it exists, and is deleted when the server has been stopped.</param>
    /// <param name="stopSignal">The signal that ends the server, without SIG: <c>TERM</c>, <c>QUIT</c>, …</param>
    /// <param name="command">The program and its arguments; it must become the server itself (exec), not fork it away.</param>
    /// <param name="environment">Variables set for the server beside our own.</param>
    public static GuardedProcess Start(
        string folder,
        string stopSignal,
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var tenthsOfSeconds = (int)(StopTimeout.TotalSeconds * 10);
        // a session of its own: Ctrl-C in a terminal reaches us, and the guard then does its work
        string[] arguments = ["sh", "-c", GuardScript, "guard", folder, stopSignal, $"{tenthsOfSeconds}", .. command];
        var start = new ProcessStartInfo("setsid", arguments) { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        return new GuardedProcess(Process.Start(start)!, folder);
    }

    /// <summary>Sends the server a signal that ends it, and waits until it has; its folder stays.</summary>
    /// <param name="signal">Without SIG: <c>TERM</c>, <c>KILL</c>, …</param>
    /// <exception cref="TimeoutException">It went on all the same.</exception>
    public async Task EndAsync(string signal)
    {
        await guard.StandardInput.WriteLineAsync($"signal {signal}");
        await guard.StandardInput.FlushAsync();
        var watch = Stopwatch.StartNew();
        while (!HasExited)
        {
            if (watch.Elapsed > EndTimeout)
                throw new TimeoutException($"The server runs {EndTimeout.TotalSeconds} s after SIG{signal}.");

            await Task.Delay(TimeBetweenQuestions);
        }
    }

    /// <summary>Starts a server that has ended once more, with the same command and folder.</summary>
    public async Task StartAgainAsync()
    {
        File.Delete(ExitStatusFile);
        await guard.StandardInput.WriteLineAsync("start");
        await guard.StandardInput.FlushAsync();
    }

    /// <summary>The end of what the server has written so far.</summary>
    public string ReadLog()
    {
        var file = Path.Combine(folder, "server.log");
        if (!File.Exists(file))
            return "(no log)";

        var log = File.ReadAllText(file);
        return log.Length <= LogTailLength ? log : "… " + log[^LogTailLength..];
    }

    /// <summary>Stops the server and waits until it has ended and its folder is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= StopAtExit;
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
    }

    void StopAtExit(object? sender, EventArgs args)
    {
        guard.StandardInput.Close();
        guard.WaitForExit(StopTimeout);
    }
}
