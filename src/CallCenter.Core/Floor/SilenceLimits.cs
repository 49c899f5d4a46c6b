using CallCenter.Core.Events;

namespace CallCenter.Core.Floor;

/// <summary>How long visits of each channel may be without an event before they end as lost: 1 min to 10 years.</summary>
public sealed record SilenceLimits
{
    private static readonly TimeSpan Min = TimeSpan.FromMinutes(1), Max = TimeSpan.FromDays(3650);

    /// <summary>Of calls. Default 4 h.</summary>
    public TimeSpan Phone { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Of chats. Default 24 h.</summary>
    public TimeSpan Chat { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Of e-mails. Default 60 days.</summary>
    public TimeSpan Email { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Of tickets. Default 60 days.</summary>
    public TimeSpan Ticket { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Of call-backs, which wait over a weekend. Default 7 days.</summary>
    public TimeSpan Callback { get; init; } = TimeSpan.FromDays(7);

    public TimeSpan Of(Channel channel) => channel switch
    {
        Channel.Phone => Phone,
        Channel.Chat => Chat,
        Channel.Email => Email,
        Channel.Ticket => Ticket,
        Channel.Callback => Callback,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Every error, with its remedy.</summary>
    /// <param name="path">Where these limits are set.</param>
    internal IEnumerable<string> Errors(string path) => Enum.GetValues<Channel>().Where(c => Of(c) < Min || Of(c) > Max)
        .Select(c => $"{path}:{c} is {Of(c)}; set it to 1 min to 3650 days, or leave it out for the default.");
}
