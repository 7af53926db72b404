namespace ProofSaga.Intake.Overload;

/// <summary>Room in the <see cref="Backlog"/> for one submission, while it is being decided and once it is accepted.</summary>
sealed class BacklogPlace(Backlog backlog) : IDisposable
{
    bool isAccepted;

    public void Accept() => isAccepted = true;

    public void Dispose() => backlog.Leave(isAccepted);
}
