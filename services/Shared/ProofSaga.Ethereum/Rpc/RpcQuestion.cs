using System.Text.Json;

namespace ProofSaga.Ethereum.Rpc;

/// <summary>One call and how its result is read.</summary>
/// <param name="Read">From the <c>result</c>, which may be JSON null. Throws what <see cref="RpcJson"/> throws for a malformed one.</param>
sealed record RpcQuestion<T>(string Method, object?[] Parameters, Func<JsonElement, T> Read)
{
    /// <summary>The same question, its answer made into something else.</summary>
    public RpcQuestion<TOther> Then<TOther>(Func<T, TOther> convert) =>
        new(Method, Parameters, result => convert(Read(result)));
}
