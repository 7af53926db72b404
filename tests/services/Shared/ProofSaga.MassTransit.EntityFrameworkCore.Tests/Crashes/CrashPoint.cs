namespace ProofSaga.Provider.Tests.Crashes;

public enum CrashPoint
{
    BeforeCommit,
    AfterCommitBeforeSend,
    BetweenTwoSends,
    AfterSendBeforeDelete,
}
