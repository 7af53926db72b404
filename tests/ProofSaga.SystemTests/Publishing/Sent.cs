namespace ProofSaga.SystemTests.Publishing;

/// <summary>How many of a round's transactions a node has been given.</summary>
enum Sent
{
    None,
    Some,
    All,
}
