using Microsoft.Extensions.Logging;

namespace ProofSaga.Ethereum.Local;

static partial class LocalChainLog
{
    [LoggerMessage(6100, LogLevel.Information, "Local chain {ChainId} answers at {RpcUrl}")]
    public static partial void Started(ILogger logger, ulong chainId, Uri rpcUrl);

    [LoggerMessage(6101, LogLevel.Warning, "Local chain says: {Line}")]
    public static partial void Says(ILogger logger, string line);

    [LoggerMessage(6102, LogLevel.Information, "Local chain ended with exit code {ExitCode}")]
    public static partial void Ended(ILogger logger, int exitCode);

    [LoggerMessage(6103, LogLevel.Warning, "Local chain did not end within {StopTimeout} and was killed")]
    public static partial void Killed(ILogger logger, TimeSpan stopTimeout);
}
