using Microsoft.Extensions.Logging;

namespace ProofSaga.Ethereum.Rpc.Endpoints;

static partial class EndpointLog
{
    [LoggerMessage(6110, LogLevel.Warning, "Endpoint {Host} rests for {Rest}: {Reason}")]
    public static partial void Resting(this ILogger logger, string host, TimeSpan rest, string? reason);

    [LoggerMessage(6111, LogLevel.Information, "Endpoint {Host} is well again")]
    public static partial void Recovered(this ILogger logger, string host);

    [LoggerMessage(6112, LogLevel.Information, "Questions to the chain go to {Host} now, no more to {Former}")]
    public static partial void Moved(this ILogger logger, string former, string host);
}
