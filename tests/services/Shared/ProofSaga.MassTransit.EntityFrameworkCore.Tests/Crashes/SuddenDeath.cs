using System.Diagnostics;
using MassTransit;
using MassTransit.Serialization;

namespace ProofSaga.Provider.Tests.Crashes;

/// <summary>Kills this process with SIGKILL at one point of its work.</summary>
sealed class SuddenDeath(CrashPoint point) : ISendObserver
{
    int begun;
    int ended;

    public void At(CrashPoint reached)
    {
        if (reached == point)
            Process.GetCurrentProcess().Kill();
    }

    public Task PreSend<T>(SendContext<T> context)
        where T : class
    {
        if (typeof(T) == typeof(SerializedMessageBody))
            At(Interlocked.Increment(ref begun) == 1 ? CrashPoint.AfterCommitBeforeSend : CrashPoint.BetweenTwoSends);
        return Task.CompletedTask;
    }

    public Task PostSend<T>(SendContext<T> context)
        where T : class
    {
        if (
            typeof(T) == typeof(SerializedMessageBody)
            && Interlocked.Increment(ref ended) == CrashingPlaceOrderConsumer.Announcements
        )
            At(CrashPoint.AfterSendBeforeDelete);
        return Task.CompletedTask;
    }

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
