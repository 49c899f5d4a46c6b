using Domain = CallCenter.Core.Events;

namespace CallCenter.Server.Ingest;

/// <summary>Maps the enums of the protocol, value by value: the numbers of both sides are independent.</summary>
internal static class EnumMapper
{
    public static Domain.Channel Channel(V1.Channel value, Domain.Channel whenUnset, string parent) => value switch
    {
        V1.Channel.Unspecified => whenUnset,
        V1.Channel.Phone => Domain.Channel.Phone,
        V1.Channel.Chat => Domain.Channel.Chat,
        V1.Channel.Email => Domain.Channel.Email,
        V1.Channel.Ticket => Domain.Channel.Ticket,
        V1.Channel.Callback => Domain.Channel.Callback,
        _ => Unknown(parent, "channel", (int)value, whenUnset),
    };

    public static Domain.Direction Direction(V1.Direction value, string parent) => value switch
    {
        V1.Direction.Unspecified or V1.Direction.Inbound => Domain.Direction.Inbound,
        V1.Direction.Outbound => Domain.Direction.Outbound,
        V1.Direction.Internal => Domain.Direction.Internal,
        _ => Unknown(parent, "direction", (int)value, Domain.Direction.Inbound),
    };

    public static Domain.OfferResult OfferResult(V1.OfferResult value, string parent) => value switch
    {
        V1.OfferResult.NoAnswer => Domain.OfferResult.NoAnswer,
        V1.OfferResult.Rejected => Domain.OfferResult.Rejected,
        V1.OfferResult.LostRace => Domain.OfferResult.LostRace,
        V1.OfferResult.Canceled => Domain.OfferResult.Canceled,
        _ => Unknown(parent, "result", (int)value, Domain.OfferResult.NoAnswer),
    };

    public static Domain.ExclusionScope Scope(V1.ExclusionScope value, string parent) => value switch
    {
        V1.ExclusionScope.Unspecified => Domain.ExclusionScope.All,
        V1.ExclusionScope.Responses => Domain.ExclusionScope.Responses,
        _ => Unknown(parent, "scope", (int)value, Domain.ExclusionScope.All),
    };

    public static Domain.ConversationRole Role(V1.ConversationRole value, string parent) => value switch
    {
        V1.ConversationRole.Consulted => Domain.ConversationRole.Consulted,
        V1.ConversationRole.Conference => Domain.ConversationRole.Conference,
        _ => Unknown(parent, "role", (int)value, Domain.ConversationRole.Consulted),
    };

    public static Domain.CallbackResult CallbackResult(V1.CallbackResult value, string parent) => value switch
    {
        V1.CallbackResult.Connected => Domain.CallbackResult.Connected,
        V1.CallbackResult.NoAnswer => Domain.CallbackResult.NoAnswer,
        V1.CallbackResult.Busy => Domain.CallbackResult.Busy,
        V1.CallbackResult.Failed => Domain.CallbackResult.Failed,
        _ => Unknown(parent, "result", (int)value, Domain.CallbackResult.Failed),
    };

    public static Domain.VisitOutcome Outcome(V1.VisitOutcome value, string parent) => value switch
    {
        V1.VisitOutcome.CompletedByCustomer => Domain.VisitOutcome.CompletedByCustomer,
        V1.VisitOutcome.CompletedByAgent => Domain.VisitOutcome.CompletedByAgent,
        V1.VisitOutcome.TransferredBlind => Domain.VisitOutcome.TransferredBlind,
        V1.VisitOutcome.TransferredConsult => Domain.VisitOutcome.TransferredConsult,
        V1.VisitOutcome.Abandoned => Domain.VisitOutcome.Abandoned,
        V1.VisitOutcome.TimedOut => Domain.VisitOutcome.TimedOut,
        V1.VisitOutcome.KeyExit => Domain.VisitOutcome.KeyExit,
        V1.VisitOutcome.QueueEmpty => Domain.VisitOutcome.QueueEmpty,
        V1.VisitOutcome.Withdrawn => Domain.VisitOutcome.Withdrawn,
        V1.VisitOutcome.Redirected => Domain.VisitOutcome.Redirected,
        V1.VisitOutcome.Overflowed => Domain.VisitOutcome.Overflowed,
        V1.VisitOutcome.Voicemail => Domain.VisitOutcome.Voicemail,
        V1.VisitOutcome.CallbackRequested => Domain.VisitOutcome.CallbackRequested,
        V1.VisitOutcome.Failed => Domain.VisitOutcome.Failed,
        V1.VisitOutcome.Lost => Domain.VisitOutcome.Lost,
        _ => Unknown(parent, "outcome", (int)value, Domain.VisitOutcome.Lost),
    };

    public static Domain.ShiftActivity ShiftActivity(V1.ShiftActivity value, string parent) => value switch
    {
        V1.ShiftActivity.Work => Domain.ShiftActivity.Work,
        V1.ShiftActivity.Break => Domain.ShiftActivity.Break,
        V1.ShiftActivity.Meal => Domain.ShiftActivity.Meal,
        V1.ShiftActivity.Training => Domain.ShiftActivity.Training,
        V1.ShiftActivity.Meeting => Domain.ShiftActivity.Meeting,
        V1.ShiftActivity.Other => Domain.ShiftActivity.Other,
        _ => Unknown(parent, "activity", (int)value, Domain.ShiftActivity.Other),
    };

    /// <summary>Whether after-call work follows.</summary>
    public static bool WrapUp(V1.WrapUp value, string parent) => value switch
    {
        V1.WrapUp.Unspecified => false,
        V1.WrapUp.Follows => true,
        _ => Unknown(parent, "wrap_up", (int)value, false),
    };

    public static Domain.MessageAuthor Author(V1.MessageAuthor value, string parent) => value switch
    {
        V1.MessageAuthor.Customer => Domain.MessageAuthor.Customer,
        V1.MessageAuthor.Agent => Domain.MessageAuthor.Agent,
        V1.MessageAuthor.Bot => Domain.MessageAuthor.Bot,
        V1.MessageAuthor.System => Domain.MessageAuthor.System,
        _ => Unknown(parent, "author", (int)value, Domain.MessageAuthor.Agent),
    };

    public static Domain.ContactState ContactState(V1.ContactState value, string parent) => value switch
    {
        V1.ContactState.Open => Domain.ContactState.Open,
        V1.ContactState.SelfService => Domain.ContactState.SelfService,
        V1.ContactState.PendingCustomer => Domain.ContactState.PendingCustomer,
        V1.ContactState.OnHold => Domain.ContactState.OnHold,
        V1.ContactState.Scheduled => Domain.ContactState.Scheduled,
        _ => Unknown(parent, "state", (int)value, Domain.ContactState.Open),
    };

    public static Domain.Presence Presence(V1.Presence value, string parent) => value switch
    {
        V1.Presence.Offline => Domain.Presence.Offline,
        V1.Presence.Available => Domain.Presence.Available,
        V1.Presence.Break => Domain.Presence.Break,
        V1.Presence.NotReady => Domain.Presence.NotReady,
        _ => Unknown(parent, "presence", (int)value, Domain.Presence.Available),
    };

    public static Domain.MembershipState Membership(V1.MembershipState value, string parent) => value switch
    {
        V1.MembershipState.Joined => Domain.MembershipState.Joined,
        V1.MembershipState.Paused => Domain.MembershipState.Paused,
        V1.MembershipState.Left => Domain.MembershipState.Left,
        _ => Unknown(parent, "state", (int)value, Domain.MembershipState.Joined),
    };

    private static T Unknown<T>(string parent, string field, int value, T standIn)
        => WrongFields.Report($"{parent}.{field}", $"has the unknown value {value}", standIn);
}
