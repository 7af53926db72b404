using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ProofSaga.Testing.RabbitMq;

/// <summary>The few calls of RabbitMQ's management HTTP API that the fixtures need.</summary>
sealed class RabbitMqManagement
{
    readonly HttpClient http;
    readonly string user;

    public RabbitMqManagement(Uri address, string user, string password)
    {
        this.user = user;
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        http = new HttpClient
        {
            BaseAddress = address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", credentials) },
        };
    }

    public Uri Address => http.BaseAddress!;

    /// <summary>Creates a virtual host in which our user may do everything.</summary>
    public async Task CreateVirtualHostAsync(string name, CancellationToken cancellationToken)
    {
        using var created = await http.PutAsync($"api/vhosts/{name}", content: null, cancellationToken);
        created.EnsureSuccessStatusCode();

        var everything = new
        {
            configure = ".*",
            write = ".*",
            read = ".*",
        };
        var path = $"api/permissions/{name}/{Uri.EscapeDataString(user)}";
        using var granted = await http.PutAsJsonAsync(path, everything, cancellationToken);
        granted.EnsureSuccessStatusCode();
    }

    /// <summary>Messages published in a virtual host, by all clients, as of the broker's last count.</summary>
    public async Task<long> CountPublishedAsync(string name, CancellationToken cancellationToken)
    {
        var host = await http.GetFromJsonAsync<JsonElement>($"api/vhosts/{name}", cancellationToken);
        return
            host.TryGetProperty("message_stats", out var counts) && counts.TryGetProperty("publish", out var published)
            ? published.GetInt64()
            : 0;
    }

    /// <summary>Deletes a virtual host with all that is in it; its connections are closed.</summary>
    public async Task DeleteVirtualHostAsync(string name)
    {
        using var response = await http.DeleteAsync($"api/vhosts/{name}");
        response.EnsureSuccessStatusCode();
    }
}
