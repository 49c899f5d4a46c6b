using CallCenter.Engine.Limits;

namespace CallCenter.Engine.Tests;

public sealed class EngineOptionsTests
{
    [Fact]
    public void Default_options_are_valid() => Assert.Empty(new EngineOptions().Errors());

    [Fact]
    public void All_wrong_values_are_named_at_once()
    {
        var wrong = new EngineOptions
        {
            CommitSpacing = TimeSpan.FromSeconds(2),
            CommitBytesMax = 0,
            TickInterval = TimeSpan.Zero,
            FoldInterval = TimeSpan.FromDays(1),
            FollowInterval = TimeSpan.Zero,
            BatchEventsMax = 20_000,
            UnackedEventsMax = 100,
            Limits = new LimitSettings { GroupsMax = 0 },
        };
        string[] names =
        [
            "CommitSpacing", "CommitBytesMax", "TickInterval", "FoldInterval", "FollowInterval", "BatchEventsMax", "UnackedEventsMax",
            "Limits:GroupsMax",
        ];
        Assert.Equal(names, wrong.Errors().Select(e => e.Split(' ')[0]["Engine:".Length..]));
    }
}
