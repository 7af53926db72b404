namespace ProofSaga.Hosting.Messaging;

/// <summary>A queue in which an endpoint's bad messages are set aside.</summary>
/// <param name="Queue">Its name, which MassTransit gives it.</param>
/// <param name="Origin">The endpoint's queue, where its messages come from.</param>
/// <param name="IsSkipped">Does it hold messages that no consumer takes, rather than those whose consumer failed?</param>
public sealed record SetAsideSource(string Queue, string Origin, bool IsSkipped)
{
    /// <summary>Two for each endpoint of the installation.</summary>
    public static IReadOnlyList<SetAsideSource> All { get; } =
    [
        .. QueueTopology.Endpoints.SelectMany(endpoint =>
            (SetAsideSource[])
                [
                    new($"{endpoint}_error", endpoint, IsSkipped: false),
                    new($"{endpoint}_skipped", endpoint, IsSkipped: true),
                ]
        ),
    ];
}
