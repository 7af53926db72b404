namespace ProofSaga.Hosting.Tests.Outages;

/// <summary>How often messages were tried.</summary>
sealed class NoteAttempts
{
    readonly Lock gate = new();

    public int Begun { get; private set; }

    /// <summary>The most attempts that one message has used up, the first not counted.</summary>
    public int MostRetries { get; private set; }

    public void Began(int retries)
    {
        lock (gate)
        {
            Begun++;
            MostRetries = Math.Max(MostRetries, retries);
        }
    }
}
