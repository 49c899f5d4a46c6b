using System.Globalization;
using CallCenter.Core.Storage;
using CallCenter.Storage.Redis;

namespace CallCenter.Server.Checkup;

/// <summary>Whether the Redis can be used, how far away it is, and how its clock differs.</summary>
internal static class RedisCheck
{
    // Each commit waits for one answer.
    private static readonly TimeSpan RoundTripMax = TimeSpan.FromMilliseconds(20);

    // Fences and leases are times of Redis; windows are of the server's clock.
    private static readonly TimeSpan ClockDifferenceMax = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<Finding>> RunAsync(string address, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var options = RedisStoreOptions.Parse(address);
            return options.Errors().Any()
                ? []
                : [.. FindingsOf(options, await RedisCheckup.RunAsync(options, time, cancellationToken))];
        }
        catch (FormatException)
        {
            return []; // Told with the options.
        }
        catch (StoreUnavailableException e)
        {
            return [Finding.Problem(e.Message)];
        }
    }

    private static IEnumerable<Finding> FindingsOf(RedisStoreOptions options, RedisCheckup checkup)
    {
        foreach (var warning in checkup.Warnings) yield return Finding.Warning(warning);
        var roundTrip = string.Create(CultureInfo.InvariantCulture, $"{checkup.RoundTrip.TotalMilliseconds:0.0} ms");
        yield return checkup.RoundTrip > RoundTripMax
            ? Finding.Warning($"{options} answers after {roundTrip}, and each commit waits for it; move it closer.")
            : Finding.Ok($"{options} answers after {roundTrip}");
        var ahead = string.Create(CultureInfo.InvariantCulture, $"{checkup.ClockAhead.TotalSeconds:+0.000;-0.000} s");
        yield return checkup.ClockAhead.Duration() > ClockDifferenceMax
            ? Finding.Warning($"The clock of Redis differs by {ahead} from this machine's; run NTP on both.")
            : Finding.Ok($"the clock of Redis differs by {ahead}");
    }
}
