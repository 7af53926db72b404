namespace ProofSaga.Hosting.Shutdown;

/// <summary>Messages that the process has received.</summary>
/// <param name="UnderWay">It works on them.</param>
/// <param name="Finished">They are consumed, or set aside in an error queue.</param>
/// <param name="GivenBack">They are in their queue again, or in memory were left alone.</param>
readonly record struct DeliveryCounts(int UnderWay, int Finished, int GivenBack);
