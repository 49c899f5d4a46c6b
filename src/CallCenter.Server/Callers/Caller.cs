using CallCenter.Core.Identity;
using Grpc.Core;

namespace CallCenter.Server.Callers;

/// <summary>Who makes a call, for which tenant, with which rights: comes from the credential, never from a message.</summary>
/// <param name="Credential">Names the credential in logs, such as "key 4f2k9xqa"; empty without one. Never the secret.</param>
internal sealed record Caller(TenantId Tenant, Rights Rights, string Credential)
{
    private static readonly object Key = new();

    /// <summary>Everybody, while no credentials are configured.</summary>
    public static readonly Caller Anonymous = new(TenantId.Default, Rights.All, "");

    /// <summary>Name of whoever has the credential; empty: it has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether the credential is good at a moment: not expired, and still as it was when the call began.</summary>
    public Func<DateTimeOffset, bool> IsGoodAt { get; init; } = static _ => true;

    /// <summary>The network address that the call comes from.</summary>
    public string Address { get; private init; } = "";

    /// <summary>The caller of an authorized call.</summary>
    public static Caller Of(ServerCallContext call) => (Caller)call.UserState[Key];

    /// <summary>The caller of a call; none for calls that everybody may make.</summary>
    public static Caller? IfAny(ServerCallContext call) => call.UserState.TryGetValue(Key, out var caller) ? (Caller?)caller : null;

    /// <summary>The caller of a request; none before it is authorized, and for requests that everybody may make.</summary>
    public static Caller? Of(HttpContext call) => call.Items.TryGetValue(Key, out var caller) ? (Caller?)caller : null;

    public void MakesCall(HttpContext call) => call.Items[Key] = this with { Address = AddressOf(call) };

    public static string AddressOf(HttpContext call) => call.Connection.RemoteIpAddress?.ToString() ?? "socket";

    /// <summary>The source of this name in the caller's tenant, to send events of.</summary>
    /// <exception cref="RoleMissingException">The caller may not send as this source.</exception>
    public SourceId SourceToIngest(string name)
        => Rights.MayIngest(name) ? new SourceId(Tenant, name) : throw new RoleMissingException($"{Rights.Ingest}:{name}");
}

/// <summary>The caller lacks a role.</summary>
internal sealed class RoleMissingException(string role)
    : Exception($"The credential has no role '{SafeText.Of(role)}'; use one that has, or ask whoever issues credentials.")
{
    public string Role { get; } = SafeText.Of(role);
}
