namespace ProofSaga.Standalone;

static partial class StandaloneLog
{
    [LoggerMessage(6201, LogLevel.Information, "Taking up {Count} proofs that the last run left unfinished")]
    public static partial void Resuming(this ILogger logger, int count);

    [LoggerMessage(6202, LogLevel.Information, "ProofSaga is ready: API {ApiUrl}, chain {RpcUrl}")]
    public static partial void Ready(this ILogger logger, string apiUrl, string? rpcUrl);
}
