using CallCenter.ScriptedServer;
using Grpc.Core;

namespace CallCenter.Client.Tests;

/// <summary>A conversation that breaks in one of four ways after a number of events.</summary>
internal sealed class UnluckyTalk(int way, int eventCount)
{
    public async Task RunAsync(IngestTalk talk)
    {
        if (way == 0)
            throw Broken();
        await talk.WelcomeAsync();
        for (int seen = 0; seen < eventCount;)
        {
            if (await talk.ReadAsync() is not { } batch)
                return;
            seen += batch.Events.Count;
            if (way == 1 && seen >= eventCount)
                throw Broken();
            if (way == 2 && seen >= eventCount)
                talk.CommitQuietly(batch);
            else
                await talk.CommitAsync(batch);
        }
        throw Broken();
    }

    private static RpcException Broken() => new(new Status(StatusCode.Unavailable, "The connection broke."));
}
