using System.Threading.RateLimiting;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using Microsoft.AspNetCore.RateLimiting;

namespace CallCenter.Server.Doors;

/// <summary>Limits the calls of each credential: how many it opens in a second, and how many it has open.</summary>
internal sealed class CallRates(ServerOptions options, RefusedCallLog log) : IRateLimiterPolicy<string>
{
    public const string PolicyName = "CallCenter";

    // Programs that start together, or that come back after a break, open all their streams at once.
    private const int BurstFactor = 10;

    private static readonly TimeSpan WhileOpen = TimeSpan.FromSeconds(1);

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => RefuseAsync;

    public RateLimitPartition<string> GetPartition(HttpContext httpContext)
    {
        if (!options.Access.IsConfigured) return RateLimitPartition.GetNoLimiter("");
        var caller = Caller.Of(httpContext);
        var key = caller is null ? $"address {Caller.AddressOf(httpContext)}" : $"{caller.Tenant} {caller.Credential}";
        return RateLimitPartition.Get(key, _ => MakeLimiter(options.Limits));
    }

    private static RateLimiter MakeLimiter(LimitOptions limits) => RateLimiter.CreateChained(
        new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.CallsPerSecondMax * BurstFactor,
            TokensPerPeriod = limits.CallsPerSecondMax,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }),
        new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = limits.OpenCallsMax }));

    private ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var isRate = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
        var failure = isRate ? RpcErrors.RateExceeded("calls per second", wait) : RpcErrors.RateExceeded("open calls", WhileOpen);
        var http = rejected.HttpContext;
        log.Refused(failure, http.Request.Path, Caller.AddressOf(http), $"By {Caller.Of(http)?.Credential ?? "no credential"}.");
        return new ValueTask(Refusal.WriteAsync(http, failure));
    }
}
