using System.Diagnostics;
using System.Globalization;

namespace ProofSaga.LocalServers.Processes;

/// <summary>
/// A server that cannot outlive the process that started it. A small guard shell is its parent and reads a pipe that only we hold:
/// when we close it, end, or are killed, the guard stops the server and deletes its folder, unless that is to be kept.
/// </summary>
public sealed class GuardedProcess : IAsyncDisposable
{
    /// <summary>How much of the log an error shows, in characters.</summary>
    const int LogTailLength = 4000;

    /// <summary>How long a server may take to end when it is told to, on a busy machine.</summary>
    static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The shell obeys the pipe, a line at a time, and stops the server at its end; a subshell for each start of the server says when it has ended.
    /// What they tell us, they say in subshells of their own: a pipe that nobody reads any more ends who writes to it.
    /// </summary>
    const string GuardScript = """
        folder=$1 log=$2 signal=$3 tenths=$4 keep=$5
        shift 5
        exec 3<&0 4>&1 </dev/null >>"$log" 2>&1 5>"$folder/lock"
        flock -w 60 5 || { echo "another process holds $folder"; exit 75; }
        start() {
          rm -f "$folder/server.pid" "$folder/exit-status"
          (
            setsid "$@" 4>&- 5>&- &
            echo "$!" >"$folder/server.pid"
            (echo "started $!" >&4)
            wait "$!"
            status=$?
            kill -s KILL -- "-$!" 2>/dev/null
            echo "$status" >"$folder/exit-status"
            (echo "ended $status" >&4)
          ) 3<&- &
          runner=$!
          until [ -s "$folder/server.pid" ]; do sleep 0.01; done
        }
        has_ended() { [ -e "$folder/exit-status" ]; }
        send() { has_ended || kill -s "$1" -- "$2$(cat "$folder/server.pid")" 2>/dev/null; }
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
        if [ "$keep" ]; then rm -f "$folder/server.pid" "$folder/exit-status"; else rm -rf "$folder"; fi
        """;

    readonly Process guard;
    readonly TimeSpan stopTimeout;
    readonly string logFile;
    readonly Task listening;
    volatile Run run = new();

    GuardedProcess(Process guard, string logFile, TimeSpan stopTimeout)
    {
        this.guard = guard;
        this.logFile = logFile;
        this.stopTimeout = stopTimeout;
        listening = ListenAsync();
        AppDomain.CurrentDomain.ProcessExit += StopAtExit;
    }

    /// <summary>The process's id, once it runs; -1 if it never did.</summary>
    public Task<int> Id => run.Started.Task;

    /// <summary>The exit code (128 + N after signal N), once the process has ended, for whatever reason.</summary>
    public Task<int> Exited => run.Ended.Task;

    /// <summary>True once the process has ended, for whatever reason, until it is started again.</summary>
    public bool HasExited => Exited.IsCompleted;

    /// <summary>Starts a server.</summary>
    public static GuardedProcess Start(GuardedProcessOptions options)
    {
        var log = options.LogFile ?? Path.Combine(options.Folder, "server.log");
        var tenthsOfSeconds = (int)(options.StopTimeout.TotalSeconds * 10);
        string[] guardArguments =
        [
            "guard",
            options.Folder,
            log,
            options.StopSignal,
            $"{tenthsOfSeconds}",
            options.KeepsFolder ? "keep" : "",
        ];
        // a session of its own: Ctrl-C in a terminal reaches us, and the guard then does its work
        var start = new ProcessStartInfo("setsid", ["sh", "-c", GuardScript, .. guardArguments, .. options.Command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in options.Environment)
            start.Environment[name] = value;

        return new GuardedProcess(Process.Start(start)!, log, options.StopTimeout);
    }

    /// <summary>Sends the server a signal that ends it, and waits until it has; its folder stays.</summary>
    /// <param name="signal">Without SIG: <c>TERM</c>, <c>KILL</c>, …</param>
    /// <exception cref="TimeoutException">It went on all the same.</exception>
    public async Task EndAsync(string signal)
    {
        await guard.StandardInput.WriteLineAsync($"signal {signal}");
        await guard.StandardInput.FlushAsync();
        await Exited.WaitAsync(EndTimeout);
    }

    /// <summary>Starts a server that has ended once more, with the same command and folder.</summary>
    public async Task StartAgainAsync()
    {
        run = new();
        await guard.StandardInput.WriteLineAsync("start");
        await guard.StandardInput.FlushAsync();
    }

    /// <summary>The end of what the server has written so far.</summary>
    public string ReadLog()
    {
        if (!File.Exists(logFile))
            return "(no log)";

        var log = File.ReadAllText(logFile);
        return log.Length <= LogTailLength ? log : "… " + log[^LogTailLength..];
    }

    /// <summary>Stops the server and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= StopAtExit;
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        await listening;
        guard.Dispose();
    }

    async Task ListenAsync()
    {
        while (await guard.StandardOutput.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            var number = int.Parse(words[1], CultureInfo.InvariantCulture);
            (words[0] == "started" ? run.Started : run.Ended).TrySetResult(number);
        }

        // the guard itself has ended: after its work, or because it could not begin
        await guard.WaitForExitAsync();
        run.Started.TrySetResult(-1);
        run.Ended.TrySetResult(guard.ExitCode);
    }

    void StopAtExit(object? sender, EventArgs args)
    {
        guard.StandardInput.Close();
        guard.WaitForExit(stopTimeout);
    }

    /// <summary>From one start of the server to its end.</summary>
    sealed class Run
    {
        public TaskCompletionSource<int> Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<int> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
