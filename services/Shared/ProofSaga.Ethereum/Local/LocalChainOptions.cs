namespace ProofSaga.Ethereum.Local;

/// <summary>How a local chain is started.</summary>
public sealed record LocalChainOptions
{
    /// <summary>The checkout's <c>infra</c> folder, with its Node packages installed.</summary>
    public required string InfraFolder { get; init; }

    /// <summary>Where the chain's state is kept between runs.</summary>
    /// <value>Null: nothing is kept.</value>
    public string? StateFile { get; init; }

    /// <summary>The port of 127.0.0.1 that the chain listens on.</summary>
    /// <value>Null: a free one.</value>
    public int? Port { get; init; }

    /// <summary>The time between blocks, 1 millisecond to 1 day.</summary>
    /// <value>Null: a block for each transaction, at once.</value>
    public TimeSpan? BlockTime { get; init; }

    /// <value>60 seconds.</value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the chain may take to write its state and end, before it is killed.</summary>
    /// <value>15 seconds.</value>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The Node.js program.</summary>
    /// <value><c>node</c>, from the search path.</value>
    public string NodeProgram { get; init; } = "node";
}
