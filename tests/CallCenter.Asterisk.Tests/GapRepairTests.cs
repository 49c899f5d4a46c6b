using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>Recordings whose connection broke: with queue_log they have the PBX's own totals.</summary>
public sealed class GapRepairTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ccg-").FullName;

    public static IEnumerable<object[]> Cuts =>
        from name in (string[])["edge-1", "calm-1", "calm-2"]
        where Traces.Find(name) is not null // edge-1 is in the repository, the others are where they were recorded.
        from stop in Enum.GetValues<PbxStop>()
        from form in Enum.GetValues<CutForm>()
        from seed in Enumerable.Range(1, name == "edge-1" ? 10 : form == CutForm.OneFile ? 1 : 2)
        select new object[] { name, seed, stop, form };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Cut_at_ten_places_it_has_the_totals_of_queue_log(string name, int seed, PbxStop stop, CutForm form)
    {
        var recording = CutRecording.AtRandom(name, seed, stop);
        recording.Write(_folder, form);
        AssertTruth(recording);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(200)]
    [InlineData(500)]
    public void Recording_that_ends_early_has_the_totals_of_the_whole_log(int seconds)
    {
        var recording = new CutRecording("edge-1").Cut(1795324780 + seconds, double.MaxValue);
        recording.Write(_folder);
        AssertTruth(recording);
    }

    private void AssertTruth(CutRecording recording)
    {
        var (truth, told) = (LogTruth.Of(recording.Log), Tally.Of(Events()));
        Assert.Equal(Rows(truth), Rows(told));
        Assert.Equal(Figures(truth), Figures(told));
    }

    [Fact]
    public void Whole_recording_with_its_log_is_the_recording_and_what_was_before_it()
    {
        new CutRecording("edge-1").Write(_folder);
        var alone = Tally.Of(RecordedAmi.ReadEvents(_folder, new MappingOptions())).Visits.Select(Precise);
        Assert.Equal(alone, Tally.Of(Events()).Visits.Select(Precise));
    }

    [Fact]
    public void Reading_twice_gives_the_same_events()
    {
        CutRecording.AtRandom("edge-1", 3, PbxStop.Hard).Write(_folder);
        Assert.Equal(Events(), Events());
    }

    private static object Precise(TallyVisit visit) => (visit.Id, visit.Queued, visit.Answered, visit.Ended, visit.Outcome, visit.Agent);

    private static IEnumerable<string> Rows(Tally tally) => tally.Visits
        .Select(visit => $"{visit.Caller} {visit.Queue} {visit.Outcome} {visit.AgentName} ring {visit.Ring} talk {visit.Talk}").Order();

    private static string Figures(Tally tally) => string.Join('\n', TallyTotals.Of(tally).Select(pair => $"{pair.Key} {pair.Value}"));

    private List<Event> Events() =>
        [.. RecordedAmi.ReadEvents(_folder, new MappingOptions(), Path.Combine(_folder, "queue_log"), TimeZoneInfo.Utc)];
}
