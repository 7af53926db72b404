using System.Text.Json;
using MassTransit;

namespace ProofSaga.SystemTests.Support;

/// <summary>What a MassTransit bus says of itself.</summary>
static class BusProbe
{
    /// <summary>From the exchange of a message to that of an endpoint, for every endpoint.</summary>
    public static IEnumerable<BrokerBinding> ExchangeBindings(IBusControl bus) =>
        Find("exchange-binding", JsonSerializer.SerializeToElement(bus.GetProbeResult().Results))
            .Select(binding => binding.Deserialize<BrokerBinding>(JsonSerializerOptions.Web)!);

    /// <summary>The members of a name, however deep; where there are several, the probe has made a list of them.</summary>
    static IEnumerable<JsonElement> Find(string name, JsonElement within) =>
        within.ValueKind switch
        {
            JsonValueKind.Array => within.EnumerateArray().SelectMany(item => Find(name, item)),
            JsonValueKind.Object => within
                .EnumerateObject()
                .SelectMany(member =>
                    member.Name != name ? Find(name, member.Value)
                    : member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray()
                    : [member.Value]
                ),
            _ => [],
        };
}
