using Microsoft.Extensions.Logging;

namespace ProofSaga.Prover.ProverHosts;

/// <summary>Log events of prover hosts.</summary>
static partial class ProverHostLog
{
    [LoggerMessage(EventId = 2101, Level = LogLevel.Debug, Message = "Prover host {ProcessId} is ready")]
    public static partial void Ready(ILogger logger, int processId);

    [LoggerMessage(
        EventId = 2102,
        Level = LogLevel.Debug,
        Message = "Prover host {ProcessId} is replaced after {Jobs} jobs: {Reason}"
    )]
    public static partial void Replaced(ILogger logger, int processId, int jobs, string reason);

    [LoggerMessage(
        EventId = 2103,
        Level = LogLevel.Warning,
        Message = "Prover host {ProcessId} was killed in the middle of a job: {Reason}"
    )]
    public static partial void Killed(ILogger logger, int processId, string reason);

    [LoggerMessage(EventId = 2104, Level = LogLevel.Debug, Message = "Prover host {ProcessId}: {Line}")]
    public static partial void ErrorLine(ILogger logger, int processId, string line);

    [LoggerMessage(EventId = 2105, Level = LogLevel.Warning, Message = "Prover host {ProcessId} at its start: {Line}")]
    public static partial void StartErrorLine(ILogger logger, int processId, string line);

    [LoggerMessage(
        EventId = 2106,
        Level = LogLevel.Warning,
        Message = "Prover host {ProcessId} was killed: what it prints to standard error cannot be read"
    )]
    public static partial void UnreadableErrors(ILogger logger, int processId);
}
