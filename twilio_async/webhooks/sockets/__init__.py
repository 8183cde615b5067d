"""Messages of the WebSockets that Twilio opens: Media Streams, and ConversationRelay."""
