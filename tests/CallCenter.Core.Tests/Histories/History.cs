using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace CallCenter.Core.Tests.Histories;

/// <summary>What happened at some sources, from a start on, seen from a time zone.</summary>
/// <param name="Questions">Number of what is asked at the end.</param>
internal sealed record History(string Zone, long StartMs, int Questions, IReadOnlyList<Step> Steps)
{
    // Days on which the clocks change by an hour or half an hour, or a year or nothing does.
    private static readonly (string Zone, string Utc)[] Starts =
    [
        ("Europe/London", "2026-03-28T23:40:00Z"), ("Europe/London", "2026-10-24T22:50:00Z"),
        ("America/New_York", "2026-03-08T04:45:00Z"), ("America/New_York", "2026-11-01T03:30:00Z"),
        ("Australia/Lord_Howe", "2026-04-04T12:58:00Z"), ("Australia/Lord_Howe", "2026-10-03T13:20:00Z"),
        ("Asia/Shanghai", "2026-12-31T15:55:00Z"), ("UTC", "2026-06-15T09:00:00Z"),
    ];

    public static Arbitrary<History> Of(Profile profile)
    {
        var starts = from start in Gen.Elements(Starts)
                     from beforeMs in Gen.Choose(0, 3_600_000)
                     select (start.Zone, Ms: Ms(start.Utc) - beforeMs);
        var steps = from count in Gen.Choose(profile.StepsMin, profile.StepsMax)
                    from numbers in Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1), count)
                    select numbers.Select(profile.StepOf).ToArray();
        var histories = from start in starts
                        from questions in Gen.Choose(0, 1_000_000)
                        from s in steps
                        select new History(start.Zone, start.Ms, questions, s);
        return Arb.From(histories, history => history.Shorter());
    }

    // Long cuts first, then single steps, then simpler steps; a cut keeps the time that the steps left out took.
    private IEnumerable<History> Shorter()
    {
        for (var length = Steps.Count / 2; length >= 1; length /= 2)
        {
            for (var from = 0; from + length <= Steps.Count; from += length)
            {
                yield return this with { Steps = [.. Steps.Take(from), .. Steps.Skip(from + length)] };
                if (from + length < Steps.Count) yield return this with { Steps = Without(from, length) };
            }
        }
        for (var i = 0; i < Steps.Count; i++)
        {
            foreach (var simpler in Steps[i].Simpler())
                yield return this with { Steps = [.. Steps.Take(i), simpler, .. Steps.Skip(i + 1)] };
        }
    }

    private Step[] Without(int from, int length)
    {
        var gapMs = Steps.Skip(from).Take(length).Sum(s => s.GapMs);
        var next = Steps[from + length];
        return [.. Steps.Take(from), next with { GapMs = next.GapMs + gapMs }, .. Steps.Skip(from + length + 1)];
    }

    private static long Ms(string utc) => DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
