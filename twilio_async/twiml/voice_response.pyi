# What voice_response.py makes of table.json. Written by tools/stub_twiml.py.

from twilio_async.twiml.making import Element
from twilio_async.twiml.values import Content, Value

class VoiceResponse(Element):
    """The answer to a call: what Twilio does with it, one element after the other."""

    def __init__(self) -> None: ...
    def connect(self, action: Value | None = None, method: Value | None = None) -> Connect: ...
    def dial(
        self,
        number: Content | None = None,
        action: Value | None = None,
        method: Value | None = None,
        timeout: Value | None = None,
        hangup_on_star: Value | None = None,
        time_limit: Value | None = None,
        caller_id: Value | None = None,
        record: Value | None = None,
        trim: Value | None = None,
        recording_status_callback: Value | None = None,
        recording_configuration_id: Value | None = None,
        recording_status_callback_method: Value | None = None,
        recording_status_callback_event: Value | None = None,
        answer_on_bridge: Value | None = None,
        ring_tone: Value | None = None,
        recording_track: Value | None = None,
        sequential: Value | None = None,
        refer_url: Value | None = None,
        refer_method: Value | None = None,
        events: Value | None = None,
        passports: Value | None = None,
    ) -> Dial: ...
    def echo(self) -> Echo: ...
    def enqueue(
        self,
        name: Content | None = None,
        action: Value | None = None,
        max_queue_size: Value | None = None,
        method: Value | None = None,
        wait_url: Value | None = None,
        wait_url_method: Value | None = None,
        workflow_sid: Value | None = None,
    ) -> Enqueue: ...
    def gather(
        self,
        input: Value | None = None,
        action: Value | None = None,
        method: Value | None = None,
        timeout: Value | None = None,
        speech_timeout: Value | None = None,
        max_speech_time: Value | None = None,
        profanity_filter: Value | None = None,
        finish_on_key: Value | None = None,
        num_digits: Value | None = None,
        partial_result_callback: Value | None = None,
        partial_result_callback_method: Value | None = None,
        language: Value | None = None,
        hints: Value | None = None,
        barge_in: Value | None = None,
        debug: Value | None = None,
        action_on_empty_result: Value | None = None,
        speech_model: Value | None = None,
        enhanced: Value | None = None,
    ) -> Gather: ...
    def hangup(self) -> Hangup: ...
    def leave(self) -> Leave: ...
    def pause(self, length: Value | None = None) -> Pause: ...
    def play(
        self, url: Content | None = None, loop: Value | None = None, digits: Value | None = None
    ) -> Play: ...
    def queue(
        self,
        name: Content,
        url: Value | None = None,
        method: Value | None = None,
        reservation_sid: Value | None = None,
        post_work_activity_sid: Value | None = None,
    ) -> Queue: ...
    def record(
        self,
        action: Value | None = None,
        method: Value | None = None,
        timeout: Value | None = None,
        finish_on_key: Value | None = None,
        max_length: Value | None = None,
        play_beep: Value | None = None,
        trim: Value | None = None,
        recording_status_callback: Value | None = None,
        recording_status_callback_method: Value | None = None,
        recording_status_callback_event: Value | None = None,
        transcribe: Value | None = None,
        transcribe_callback: Value | None = None,
        recording_configuration_id: Value | None = None,
    ) -> Record: ...
    def redirect(self, url: Content, method: Value | None = None) -> Redirect: ...
    def reject(self, reason: Value | None = None) -> Reject: ...
    def say(
        self,
        message: Content | None = None,
        voice: Value | None = None,
        loop: Value | None = None,
        language: Value | None = None,
    ) -> Say: ...
    def sms(
        self,
        message: Content,
        to: Value | None = None,
        from_: Value | None = None,
        action: Value | None = None,
        method: Value | None = None,
        status_callback: Value | None = None,
    ) -> Sms: ...
    def pay(
        self,
        input: Value | None = None,
        action: Value | None = None,
        bank_account_type: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        timeout: Value | None = None,
        max_attempts: Value | None = None,
        security_code: Value | None = None,
        postal_code: Value | None = None,
        min_postal_code_length: Value | None = None,
        payment_connector: Value | None = None,
        payment_method: Value | None = None,
        token_type: Value | None = None,
        charge_amount: Value | None = None,
        currency: Value | None = None,
        description: Value | None = None,
        valid_card_types: Value | None = None,
        language: Value | None = None,
    ) -> Pay: ...
    def prompt(
        self,
        for_: Value | None = None,
        error_type: Value | None = None,
        card_type: Value | None = None,
        attempt: Value | None = None,
        require_matching_inputs: Value | None = None,
    ) -> Prompt: ...
    def start(self, action: Value | None = None, method: Value | None = None) -> Start: ...
    def stop(self) -> Stop: ...
    def refer(self, action: Value | None = None, method: Value | None = None) -> Refer: ...

class Connect(Element):
    """Connects the call to a service, such as a media stream or a ConversationRelay session."""

    def __init__(self, *, action: Value | None = None, method: Value | None = None) -> None: ...
    def room(self, name: Content, participant_identity: Value | None = None) -> Room: ...
    def autopilot(self, name: Content) -> Autopilot: ...
    def stream(
        self,
        name: Value | None = None,
        connector_name: Value | None = None,
        url: Value | None = None,
        track: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        audio_format: Value | None = None,
        sample_rate: Value | None = None,
    ) -> Stream: ...
    def virtual_agent(
        self,
        connector_name: Value | None = None,
        language: Value | None = None,
        sentiment_analysis: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
    ) -> VirtualAgent: ...
    def conversation(
        self,
        service_instance_sid: Value | None = None,
        inbound_autocreation: Value | None = None,
        routing_assignment_timeout: Value | None = None,
        inbound_timeout: Value | None = None,
        url: Value | None = None,
        method: Value | None = None,
        record: Value | None = None,
        trim: Value | None = None,
        recording_status_callback: Value | None = None,
        recording_status_callback_method: Value | None = None,
        recording_status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        status_callback_event: Value | None = None,
    ) -> Conversation: ...
    def conversation_relay(
        self,
        url: Value | None = None,
        language: Value | None = None,
        tts_language: Value | None = None,
        transcription_language: Value | None = None,
        tts_provider: Value | None = None,
        voice: Value | None = None,
        transcription_provider: Value | None = None,
        speech_model: Value | None = None,
        profanity_filter: Value | None = None,
        dtmf_detection: Value | None = None,
        welcome_greeting: Value | None = None,
        partial_prompts: Value | None = None,
        welcome_greeting_interruptible: Value | None = None,
        interruptible: Value | None = None,
        preemptible: Value | None = None,
        hints: Value | None = None,
        intelligence_service: Value | None = None,
        report_input_during_agent_speech: Value | None = None,
        elevenlabs_text_normalization: Value | None = None,
        interrupt_sensitivity: Value | None = None,
        debug: Value | None = None,
        background_noise_reduction: Value | None = None,
        speech_timeout: Value | None = None,
        deepgram_smart_format: Value | None = None,
        ignore_backchannel: Value | None = None,
        events: Value | None = None,
        partial_prompt_on_hangup: Value | None = None,
        eager_eot_threshold: Value | None = None,
        asr_smart_format: Value | None = None,
        tts_text_normalization: Value | None = None,
        tts_language_text_normalization: Value | None = None,
        elevenlabs_language_text_normalization: Value | None = None,
        include_in_prompt: Value | None = None,
        customer_name: Value | None = None,
        application_reconnect: Value | None = None,
        echo_prompt_filtering: Value | None = None,
        turn_detection: Value | None = None,
    ) -> ConversationRelay: ...
    def ai_session(
        self, ai_connector: Value | None = None, ai_session_configuration: Value | None = None
    ) -> AiSession: ...
    def conversation_relay_session(
        self, connector: Value | None = None, session_configuration: Value | None = None
    ) -> ConversationRelaySession: ...

class Dial(Element):
    """Connects the caller to another party, by its number or by the elements inside."""

    def __init__(
        self,
        number: Content | None = None,
        *,
        action: Value | None = None,
        method: Value | None = None,
        timeout: Value | None = None,
        hangup_on_star: Value | None = None,
        time_limit: Value | None = None,
        caller_id: Value | None = None,
        record: Value | None = None,
        trim: Value | None = None,
        recording_status_callback: Value | None = None,
        recording_configuration_id: Value | None = None,
        recording_status_callback_method: Value | None = None,
        recording_status_callback_event: Value | None = None,
        answer_on_bridge: Value | None = None,
        ring_tone: Value | None = None,
        recording_track: Value | None = None,
        sequential: Value | None = None,
        refer_url: Value | None = None,
        refer_method: Value | None = None,
        events: Value | None = None,
        passports: Value | None = None,
    ) -> None: ...
    def client(
        self,
        identity: Content | None = None,
        url: Value | None = None,
        method: Value | None = None,
        status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
    ) -> Client: ...
    def conference(
        self,
        name: Content,
        muted: Value | None = None,
        beep: Value | None = None,
        start_conference_on_enter: Value | None = None,
        end_conference_on_exit: Value | None = None,
        wait_url: Value | None = None,
        wait_method: Value | None = None,
        max_participants: Value | None = None,
        record: Value | None = None,
        recording_configuration_id: Value | None = None,
        region: Value | None = None,
        coach: Value | None = None,
        trim: Value | None = None,
        status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        recording_status_callback: Value | None = None,
        recording_status_callback_method: Value | None = None,
        recording_status_callback_event: Value | None = None,
        event_callback_url: Value | None = None,
        jitter_buffer_size: Value | None = None,
        participant_label: Value | None = None,
    ) -> Conference: ...
    def number(
        self,
        phone_number: Content,
        send_digits: Value | None = None,
        url: Value | None = None,
        method: Value | None = None,
        status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        byoc: Value | None = None,
        machine_detection: Value | None = None,
        amd_status_callback_method: Value | None = None,
        amd_status_callback: Value | None = None,
        machine_detection_timeout: Value | None = None,
        machine_detection_speech_threshold: Value | None = None,
        machine_detection_speech_end_threshold: Value | None = None,
        machine_detection_silence_timeout: Value | None = None,
    ) -> Number: ...
    def queue(
        self,
        name: Content,
        url: Value | None = None,
        method: Value | None = None,
        reservation_sid: Value | None = None,
        post_work_activity_sid: Value | None = None,
    ) -> Queue: ...
    def sim(self, sim_sid: Content) -> Sim: ...
    def sip(
        self,
        sip_url: Content | None = None,
        username: Value | None = None,
        password: Value | None = None,
        url: Value | None = None,
        method: Value | None = None,
        status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        machine_detection: Value | None = None,
        amd_status_callback_method: Value | None = None,
        amd_status_callback: Value | None = None,
        machine_detection_timeout: Value | None = None,
        machine_detection_speech_threshold: Value | None = None,
        machine_detection_speech_end_threshold: Value | None = None,
        machine_detection_silence_timeout: Value | None = None,
    ) -> Sip: ...
    def application(
        self,
        application_sid: Content | None = None,
        url: Value | None = None,
        method: Value | None = None,
        status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        customer_id: Value | None = None,
        copy_parent_to: Value | None = None,
    ) -> Application: ...
    def whats_app(
        self,
        phone_number: Content,
        url: Value | None = None,
        method: Value | None = None,
        status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
    ) -> WhatsApp: ...

class Echo(Element):
    """Plays back to the caller what is heard from the caller."""

    def __init__(self) -> None: ...

class Enqueue(Element):
    """Puts the call into a queue."""

    def __init__(
        self,
        name: Content | None = None,
        *,
        action: Value | None = None,
        max_queue_size: Value | None = None,
        method: Value | None = None,
        wait_url: Value | None = None,
        wait_url_method: Value | None = None,
        workflow_sid: Value | None = None,
    ) -> None: ...
    def task(self, body: Content, priority: Value | None = None, timeout: Value | None = None) -> Task: ...

class Gather(Element):
    """Collects digits or speech while what is inside is said and played."""

    def __init__(
        self,
        *,
        input: Value | None = None,
        action: Value | None = None,
        method: Value | None = None,
        timeout: Value | None = None,
        speech_timeout: Value | None = None,
        max_speech_time: Value | None = None,
        profanity_filter: Value | None = None,
        finish_on_key: Value | None = None,
        num_digits: Value | None = None,
        partial_result_callback: Value | None = None,
        partial_result_callback_method: Value | None = None,
        language: Value | None = None,
        hints: Value | None = None,
        barge_in: Value | None = None,
        debug: Value | None = None,
        action_on_empty_result: Value | None = None,
        speech_model: Value | None = None,
        enhanced: Value | None = None,
    ) -> None: ...
    def say(
        self,
        message: Content | None = None,
        voice: Value | None = None,
        loop: Value | None = None,
        language: Value | None = None,
    ) -> Say: ...
    def pause(self, length: Value | None = None) -> Pause: ...
    def play(
        self, url: Content | None = None, loop: Value | None = None, digits: Value | None = None
    ) -> Play: ...

class Hangup(Element):
    """Ends the call."""

    def __init__(self) -> None: ...
    def parameter(self, name: Value | None = None, value: Value | None = None) -> Parameter: ...

class Leave(Element):
    """Takes the call out of its queue."""

    def __init__(self) -> None: ...

class Pause(Element):
    """Waits, in silence."""

    def __init__(self, *, length: Value | None = None) -> None: ...

class Play(Element):
    """Plays a recording, or keys as tones."""

    def __init__(
        self, url: Content | None = None, *, loop: Value | None = None, digits: Value | None = None
    ) -> None: ...

class Queue(Element):
    """A queue whose first caller is connected."""

    def __init__(
        self,
        name: Content,
        *,
        url: Value | None = None,
        method: Value | None = None,
        reservation_sid: Value | None = None,
        post_work_activity_sid: Value | None = None,
    ) -> None: ...

class Record(Element):
    """Records the caller."""

    def __init__(
        self,
        *,
        action: Value | None = None,
        method: Value | None = None,
        timeout: Value | None = None,
        finish_on_key: Value | None = None,
        max_length: Value | None = None,
        play_beep: Value | None = None,
        trim: Value | None = None,
        recording_status_callback: Value | None = None,
        recording_status_callback_method: Value | None = None,
        recording_status_callback_event: Value | None = None,
        transcribe: Value | None = None,
        transcribe_callback: Value | None = None,
        recording_configuration_id: Value | None = None,
    ) -> None: ...

class Redirect(Element):
    """Goes on with the TwiML of another address."""

    def __init__(self, url: Content, *, method: Value | None = None) -> None: ...

class Reject(Element):
    """Turns the call down before it is answered."""

    def __init__(self, *, reason: Value | None = None) -> None: ...
    def parameter(self, name: Value | None = None, value: Value | None = None) -> Parameter: ...

class Say(Element):
    """Reads a text to the caller."""

    def __init__(
        self,
        message: Content | None = None,
        *,
        voice: Value | None = None,
        loop: Value | None = None,
        language: Value | None = None,
    ) -> None: ...
    def break_(self, strength: Value | None = None, time: Value | None = None) -> SsmlBreak: ...
    def emphasis(self, words: Content | None = None, level: Value | None = None) -> SsmlEmphasis: ...
    def lang(self, words: Content | None = None, xml_lang: Value | None = None) -> SsmlLang: ...
    def p(self, words: Content | None = None) -> SsmlP: ...
    def phoneme(
        self, words: Content, alphabet: Value | None = None, ph: Value | None = None
    ) -> SsmlPhoneme: ...
    def prosody(
        self,
        words: Content | None = None,
        volume: Value | None = None,
        rate: Value | None = None,
        pitch: Value | None = None,
    ) -> SsmlProsody: ...
    def s(self, words: Content | None = None) -> SsmlS: ...
    def say_as(
        self, words: Content, interpret_as: Value | None = None, format: Value | None = None
    ) -> SsmlSayAs: ...
    def sub(self, words: Content, alias: Value | None = None) -> SsmlSub: ...
    def w(self, words: Content | None = None, role: Value | None = None) -> SsmlW: ...

class Sms(Element):
    """Sends a text message during a call."""

    def __init__(
        self,
        message: Content,
        *,
        to: Value | None = None,
        from_: Value | None = None,
        action: Value | None = None,
        method: Value | None = None,
        status_callback: Value | None = None,
    ) -> None: ...

class Pay(Element):
    """Takes a payment from the caller."""

    def __init__(
        self,
        *,
        input: Value | None = None,
        action: Value | None = None,
        bank_account_type: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        timeout: Value | None = None,
        max_attempts: Value | None = None,
        security_code: Value | None = None,
        postal_code: Value | None = None,
        min_postal_code_length: Value | None = None,
        payment_connector: Value | None = None,
        payment_method: Value | None = None,
        token_type: Value | None = None,
        charge_amount: Value | None = None,
        currency: Value | None = None,
        description: Value | None = None,
        valid_card_types: Value | None = None,
        language: Value | None = None,
    ) -> None: ...
    def prompt(
        self,
        for_: Value | None = None,
        error_type: Value | None = None,
        card_type: Value | None = None,
        attempt: Value | None = None,
        require_matching_inputs: Value | None = None,
    ) -> Prompt: ...
    def parameter(self, name: Value | None = None, value: Value | None = None) -> Parameter: ...

class Prompt(Element):
    """Replaces one of the prompts of a payment."""

    def __init__(
        self,
        *,
        for_: Value | None = None,
        error_type: Value | None = None,
        card_type: Value | None = None,
        attempt: Value | None = None,
        require_matching_inputs: Value | None = None,
    ) -> None: ...
    def say(
        self,
        message: Content | None = None,
        voice: Value | None = None,
        loop: Value | None = None,
        language: Value | None = None,
    ) -> Say: ...
    def play(
        self, url: Content | None = None, loop: Value | None = None, digits: Value | None = None
    ) -> Play: ...
    def pause(self, length: Value | None = None) -> Pause: ...

class Start(Element):
    """Starts a stream, a recording or a transcription beside the call, which goes on."""

    def __init__(self, *, action: Value | None = None, method: Value | None = None) -> None: ...
    def stream(
        self,
        name: Value | None = None,
        connector_name: Value | None = None,
        url: Value | None = None,
        track: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        audio_format: Value | None = None,
        sample_rate: Value | None = None,
    ) -> Stream: ...
    def siprec(
        self,
        name: Value | None = None,
        connector_name: Value | None = None,
        track: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
    ) -> Siprec: ...
    def transcription(
        self,
        name: Value | None = None,
        track: Value | None = None,
        status_callback_url: Value | None = None,
        status_callback_method: Value | None = None,
        inbound_track_label: Value | None = None,
        outbound_track_label: Value | None = None,
        partial_results: Value | None = None,
        language_code: Value | None = None,
        transcription_engine: Value | None = None,
        profanity_filter: Value | None = None,
        speech_model: Value | None = None,
        hints: Value | None = None,
        enable_automatic_punctuation: Value | None = None,
        intelligence_service: Value | None = None,
    ) -> Transcription: ...
    def recording(
        self,
        recording_status_callback: Value | None = None,
        recording_status_callback_method: Value | None = None,
        recording_status_callback_event: Value | None = None,
        trim: Value | None = None,
        track: Value | None = None,
        channels: Value | None = None,
        recording_configuration_id: Value | None = None,
    ) -> Recording: ...

class Stop(Element):
    """Stops what was started beside the call."""

    def __init__(self) -> None: ...
    def stream(
        self,
        name: Value | None = None,
        connector_name: Value | None = None,
        url: Value | None = None,
        track: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        audio_format: Value | None = None,
        sample_rate: Value | None = None,
    ) -> Stream: ...
    def siprec(
        self,
        name: Value | None = None,
        connector_name: Value | None = None,
        track: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
    ) -> Siprec: ...
    def transcription(
        self,
        name: Value | None = None,
        track: Value | None = None,
        status_callback_url: Value | None = None,
        status_callback_method: Value | None = None,
        inbound_track_label: Value | None = None,
        outbound_track_label: Value | None = None,
        partial_results: Value | None = None,
        language_code: Value | None = None,
        transcription_engine: Value | None = None,
        profanity_filter: Value | None = None,
        speech_model: Value | None = None,
        hints: Value | None = None,
        enable_automatic_punctuation: Value | None = None,
        intelligence_service: Value | None = None,
    ) -> Transcription: ...

class Refer(Element):
    """Hands the call over to another SIP party."""

    def __init__(self, *, action: Value | None = None, method: Value | None = None) -> None: ...
    def sip(self, sip_url: Content) -> ReferSip: ...

class ReferSip(Element):
    """The SIP address to which a call is referred."""

    def __init__(self, sip_url: Content) -> None: ...

class Stream(Element):
    """The audio of the call, sent to a WebSocket."""

    def __init__(
        self,
        *,
        name: Value | None = None,
        connector_name: Value | None = None,
        url: Value | None = None,
        track: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        audio_format: Value | None = None,
        sample_rate: Value | None = None,
    ) -> None: ...
    def parameter(self, name: Value | None = None, value: Value | None = None) -> Parameter: ...

class Siprec(Element):
    """The audio of the call, sent by SIPREC."""

    def __init__(
        self,
        *,
        name: Value | None = None,
        connector_name: Value | None = None,
        track: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
    ) -> None: ...
    def parameter(self, name: Value | None = None, value: Value | None = None) -> Parameter: ...

class Transcription(Element):
    """The words of the call, sent while they are spoken."""

    def __init__(
        self,
        *,
        name: Value | None = None,
        track: Value | None = None,
        status_callback_url: Value | None = None,
        status_callback_method: Value | None = None,
        inbound_track_label: Value | None = None,
        outbound_track_label: Value | None = None,
        partial_results: Value | None = None,
        language_code: Value | None = None,
        transcription_engine: Value | None = None,
        profanity_filter: Value | None = None,
        speech_model: Value | None = None,
        hints: Value | None = None,
        enable_automatic_punctuation: Value | None = None,
        intelligence_service: Value | None = None,
    ) -> None: ...
    def config(self, name: Value | None = None, value: Value | None = None) -> Config: ...
    def parameter(self, name: Value | None = None, value: Value | None = None) -> Parameter: ...

class Config(Element):
    """A setting of what it stands in."""

    def __init__(self, *, name: Value | None = None, value: Value | None = None) -> None: ...

class Parameter(Element):
    """A value of your own that is handed on to the other side."""

    def __init__(self, *, name: Value | None = None, value: Value | None = None) -> None: ...

class Recording(Element):
    """A recording beside the call."""

    def __init__(
        self,
        *,
        recording_status_callback: Value | None = None,
        recording_status_callback_method: Value | None = None,
        recording_status_callback_event: Value | None = None,
        trim: Value | None = None,
        track: Value | None = None,
        channels: Value | None = None,
        recording_configuration_id: Value | None = None,
    ) -> None: ...

class SsmlBreak(Element):
    """A pause in a spoken text."""

    def __init__(self, *, strength: Value | None = None, time: Value | None = None) -> None: ...

class SsmlEmphasis(Element):
    """Words that are stressed."""

    def __init__(self, words: Content | None = None, *, level: Value | None = None) -> None: ...
    def break_(self, strength: Value | None = None, time: Value | None = None) -> SsmlBreak: ...
    def emphasis(self, words: Content | None = None, level: Value | None = None) -> SsmlEmphasis: ...
    def lang(self, words: Content | None = None, xml_lang: Value | None = None) -> SsmlLang: ...
    def phoneme(
        self, words: Content, alphabet: Value | None = None, ph: Value | None = None
    ) -> SsmlPhoneme: ...
    def prosody(
        self,
        words: Content | None = None,
        volume: Value | None = None,
        rate: Value | None = None,
        pitch: Value | None = None,
    ) -> SsmlProsody: ...
    def say_as(
        self, words: Content, interpret_as: Value | None = None, format: Value | None = None
    ) -> SsmlSayAs: ...
    def sub(self, words: Content, alias: Value | None = None) -> SsmlSub: ...
    def w(self, words: Content | None = None, role: Value | None = None) -> SsmlW: ...

class SsmlLang(Element):
    """Words in another language."""

    def __init__(self, words: Content | None = None, *, xml_lang: Value | None = None) -> None: ...
    def break_(self, strength: Value | None = None, time: Value | None = None) -> SsmlBreak: ...
    def emphasis(self, words: Content | None = None, level: Value | None = None) -> SsmlEmphasis: ...
    def lang(self, words: Content | None = None, xml_lang: Value | None = None) -> SsmlLang: ...
    def p(self, words: Content | None = None) -> SsmlP: ...
    def phoneme(
        self, words: Content, alphabet: Value | None = None, ph: Value | None = None
    ) -> SsmlPhoneme: ...
    def prosody(
        self,
        words: Content | None = None,
        volume: Value | None = None,
        rate: Value | None = None,
        pitch: Value | None = None,
    ) -> SsmlProsody: ...
    def s(self, words: Content | None = None) -> SsmlS: ...
    def say_as(
        self, words: Content, interpret_as: Value | None = None, format: Value | None = None
    ) -> SsmlSayAs: ...
    def sub(self, words: Content, alias: Value | None = None) -> SsmlSub: ...
    def w(self, words: Content | None = None, role: Value | None = None) -> SsmlW: ...

class SsmlP(Element):
    """A paragraph."""

    def __init__(self, words: Content | None = None) -> None: ...
    def break_(self, strength: Value | None = None, time: Value | None = None) -> SsmlBreak: ...
    def emphasis(self, words: Content | None = None, level: Value | None = None) -> SsmlEmphasis: ...
    def lang(self, words: Content | None = None, xml_lang: Value | None = None) -> SsmlLang: ...
    def phoneme(
        self, words: Content, alphabet: Value | None = None, ph: Value | None = None
    ) -> SsmlPhoneme: ...
    def prosody(
        self,
        words: Content | None = None,
        volume: Value | None = None,
        rate: Value | None = None,
        pitch: Value | None = None,
    ) -> SsmlProsody: ...
    def s(self, words: Content | None = None) -> SsmlS: ...
    def say_as(
        self, words: Content, interpret_as: Value | None = None, format: Value | None = None
    ) -> SsmlSayAs: ...
    def sub(self, words: Content, alias: Value | None = None) -> SsmlSub: ...
    def w(self, words: Content | None = None, role: Value | None = None) -> SsmlW: ...

class SsmlPhoneme(Element):
    """Words whose sounds are spelled out."""

    def __init__(self, words: Content, *, alphabet: Value | None = None, ph: Value | None = None) -> None: ...

class SsmlProsody(Element):
    """Words in another volume, rate or pitch."""

    def __init__(
        self,
        words: Content | None = None,
        *,
        volume: Value | None = None,
        rate: Value | None = None,
        pitch: Value | None = None,
    ) -> None: ...
    def break_(self, strength: Value | None = None, time: Value | None = None) -> SsmlBreak: ...
    def emphasis(self, words: Content | None = None, level: Value | None = None) -> SsmlEmphasis: ...
    def lang(self, words: Content | None = None, xml_lang: Value | None = None) -> SsmlLang: ...
    def p(self, words: Content | None = None) -> SsmlP: ...
    def phoneme(
        self, words: Content, alphabet: Value | None = None, ph: Value | None = None
    ) -> SsmlPhoneme: ...
    def prosody(
        self,
        words: Content | None = None,
        volume: Value | None = None,
        rate: Value | None = None,
        pitch: Value | None = None,
    ) -> SsmlProsody: ...
    def s(self, words: Content | None = None) -> SsmlS: ...
    def say_as(
        self, words: Content, interpret_as: Value | None = None, format: Value | None = None
    ) -> SsmlSayAs: ...
    def sub(self, words: Content, alias: Value | None = None) -> SsmlSub: ...
    def w(self, words: Content | None = None, role: Value | None = None) -> SsmlW: ...

class SsmlS(Element):
    """A sentence."""

    def __init__(self, words: Content | None = None) -> None: ...
    def break_(self, strength: Value | None = None, time: Value | None = None) -> SsmlBreak: ...
    def emphasis(self, words: Content | None = None, level: Value | None = None) -> SsmlEmphasis: ...
    def lang(self, words: Content | None = None, xml_lang: Value | None = None) -> SsmlLang: ...
    def phoneme(
        self, words: Content, alphabet: Value | None = None, ph: Value | None = None
    ) -> SsmlPhoneme: ...
    def prosody(
        self,
        words: Content | None = None,
        volume: Value | None = None,
        rate: Value | None = None,
        pitch: Value | None = None,
    ) -> SsmlProsody: ...
    def say_as(
        self, words: Content, interpret_as: Value | None = None, format: Value | None = None
    ) -> SsmlSayAs: ...
    def sub(self, words: Content, alias: Value | None = None) -> SsmlSub: ...
    def w(self, words: Content | None = None, role: Value | None = None) -> SsmlW: ...

class SsmlSayAs(Element):
    """Words that are read in a certain way: as digits, as a date."""

    def __init__(
        self, words: Content, *, interpret_as: Value | None = None, format: Value | None = None
    ) -> None: ...

class SsmlSub(Element):
    """Words that are read as others."""

    def __init__(self, words: Content, *, alias: Value | None = None) -> None: ...

class SsmlW(Element):
    """Words of a certain part of speech."""

    def __init__(self, words: Content | None = None, *, role: Value | None = None) -> None: ...
    def break_(self, strength: Value | None = None, time: Value | None = None) -> SsmlBreak: ...
    def emphasis(self, words: Content | None = None, level: Value | None = None) -> SsmlEmphasis: ...
    def phoneme(
        self, words: Content, alphabet: Value | None = None, ph: Value | None = None
    ) -> SsmlPhoneme: ...
    def prosody(
        self,
        words: Content | None = None,
        volume: Value | None = None,
        rate: Value | None = None,
        pitch: Value | None = None,
    ) -> SsmlProsody: ...
    def say_as(
        self, words: Content, interpret_as: Value | None = None, format: Value | None = None
    ) -> SsmlSayAs: ...
    def sub(self, words: Content, alias: Value | None = None) -> SsmlSub: ...

class Task(Element):
    """The attributes of the task that a TaskRouter queue gets, as JSON."""

    def __init__(
        self, body: Content, *, priority: Value | None = None, timeout: Value | None = None
    ) -> None: ...

class Client(Element):
    """A client of the Voice SDK that is dialed."""

    def __init__(
        self,
        identity: Content | None = None,
        *,
        url: Value | None = None,
        method: Value | None = None,
        status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
    ) -> None: ...
    def identity(self, client_identity: Content) -> Identity: ...
    def parameter(self, name: Value | None = None, value: Value | None = None) -> Parameter: ...

class Conference(Element):
    """A conference that the caller joins."""

    def __init__(
        self,
        name: Content,
        *,
        muted: Value | None = None,
        beep: Value | None = None,
        start_conference_on_enter: Value | None = None,
        end_conference_on_exit: Value | None = None,
        wait_url: Value | None = None,
        wait_method: Value | None = None,
        max_participants: Value | None = None,
        record: Value | None = None,
        recording_configuration_id: Value | None = None,
        region: Value | None = None,
        coach: Value | None = None,
        trim: Value | None = None,
        status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        recording_status_callback: Value | None = None,
        recording_status_callback_method: Value | None = None,
        recording_status_callback_event: Value | None = None,
        event_callback_url: Value | None = None,
        jitter_buffer_size: Value | None = None,
        participant_label: Value | None = None,
    ) -> None: ...

class Number(Element):
    """A phone number that is dialed."""

    def __init__(
        self,
        phone_number: Content,
        *,
        send_digits: Value | None = None,
        url: Value | None = None,
        method: Value | None = None,
        status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        byoc: Value | None = None,
        machine_detection: Value | None = None,
        amd_status_callback_method: Value | None = None,
        amd_status_callback: Value | None = None,
        machine_detection_timeout: Value | None = None,
        machine_detection_speech_threshold: Value | None = None,
        machine_detection_speech_end_threshold: Value | None = None,
        machine_detection_silence_timeout: Value | None = None,
    ) -> None: ...

class Sim(Element):
    """A SIM card that is dialed."""

    def __init__(self, sim_sid: Content) -> None: ...

class Sip(Element):
    """A SIP address that is dialed."""

    def __init__(
        self,
        sip_url: Content | None = None,
        *,
        username: Value | None = None,
        password: Value | None = None,
        url: Value | None = None,
        method: Value | None = None,
        status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        machine_detection: Value | None = None,
        amd_status_callback_method: Value | None = None,
        amd_status_callback: Value | None = None,
        machine_detection_timeout: Value | None = None,
        machine_detection_speech_threshold: Value | None = None,
        machine_detection_speech_end_threshold: Value | None = None,
        machine_detection_silence_timeout: Value | None = None,
    ) -> None: ...
    def uri(
        self,
        sip_url: Content | None = None,
        priority: Value | None = None,
        weight: Value | None = None,
        username: Value | None = None,
        password: Value | None = None,
    ) -> SipUri: ...
    def headers(self) -> Headers: ...

class Application(Element):
    """An application that the call is handed to."""

    def __init__(
        self,
        application_sid: Content | None = None,
        *,
        url: Value | None = None,
        method: Value | None = None,
        status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        customer_id: Value | None = None,
        copy_parent_to: Value | None = None,
    ) -> None: ...
    def application_sid(self, sid: Content) -> ApplicationSid: ...
    def parameter(self, name: Value | None = None, value: Value | None = None) -> Parameter: ...

class WhatsApp(Element):
    """A WhatsApp user who is called."""

    def __init__(
        self,
        phone_number: Content,
        *,
        url: Value | None = None,
        method: Value | None = None,
        status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
    ) -> None: ...

class ApplicationSid(Element):
    """The SID of the application."""

    def __init__(self, sid: Content) -> None: ...

class SipUri(Element):
    """One of the addresses of a SIP party."""

    def __init__(
        self,
        sip_url: Content | None = None,
        *,
        priority: Value | None = None,
        weight: Value | None = None,
        username: Value | None = None,
        password: Value | None = None,
    ) -> None: ...

class Headers(Element):
    """The headers that a SIP party gets."""

    def __init__(self) -> None: ...
    def header(self, name: Value | None = None, value: Value | None = None) -> Header: ...

class Header(Element):
    """One header."""

    def __init__(self, *, name: Value | None = None, value: Value | None = None) -> None: ...

class Identity(Element):
    """The identity of the client."""

    def __init__(self, client_identity: Content) -> None: ...

class Room(Element):
    """A video room that the call joins."""

    def __init__(self, name: Content, *, participant_identity: Value | None = None) -> None: ...

class Autopilot(Element):
    """An Autopilot assistant, which Twilio has retired."""

    def __init__(self, name: Content) -> None: ...

class VirtualAgent(Element):
    """A virtual agent that takes the call."""

    def __init__(
        self,
        *,
        connector_name: Value | None = None,
        language: Value | None = None,
        sentiment_analysis: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
    ) -> None: ...
    def config(self, name: Value | None = None, value: Value | None = None) -> Config: ...
    def parameter(self, name: Value | None = None, value: Value | None = None) -> Parameter: ...

class Conversation(Element):
    """A conversation that the call becomes a part of."""

    def __init__(
        self,
        *,
        service_instance_sid: Value | None = None,
        inbound_autocreation: Value | None = None,
        routing_assignment_timeout: Value | None = None,
        inbound_timeout: Value | None = None,
        url: Value | None = None,
        method: Value | None = None,
        record: Value | None = None,
        trim: Value | None = None,
        recording_status_callback: Value | None = None,
        recording_status_callback_method: Value | None = None,
        recording_status_callback_event: Value | None = None,
        status_callback: Value | None = None,
        status_callback_method: Value | None = None,
        status_callback_event: Value | None = None,
    ) -> None: ...

class ConversationRelay(Element):
    """A session in which your WebSocket gets what is said as text, and answers with text."""

    def __init__(
        self,
        *,
        url: Value | None = None,
        language: Value | None = None,
        tts_language: Value | None = None,
        transcription_language: Value | None = None,
        tts_provider: Value | None = None,
        voice: Value | None = None,
        transcription_provider: Value | None = None,
        speech_model: Value | None = None,
        profanity_filter: Value | None = None,
        dtmf_detection: Value | None = None,
        welcome_greeting: Value | None = None,
        partial_prompts: Value | None = None,
        welcome_greeting_interruptible: Value | None = None,
        interruptible: Value | None = None,
        preemptible: Value | None = None,
        hints: Value | None = None,
        intelligence_service: Value | None = None,
        report_input_during_agent_speech: Value | None = None,
        elevenlabs_text_normalization: Value | None = None,
        interrupt_sensitivity: Value | None = None,
        debug: Value | None = None,
        background_noise_reduction: Value | None = None,
        speech_timeout: Value | None = None,
        deepgram_smart_format: Value | None = None,
        ignore_backchannel: Value | None = None,
        events: Value | None = None,
        partial_prompt_on_hangup: Value | None = None,
        eager_eot_threshold: Value | None = None,
        asr_smart_format: Value | None = None,
        tts_text_normalization: Value | None = None,
        tts_language_text_normalization: Value | None = None,
        elevenlabs_language_text_normalization: Value | None = None,
        include_in_prompt: Value | None = None,
        customer_name: Value | None = None,
        application_reconnect: Value | None = None,
        echo_prompt_filtering: Value | None = None,
        turn_detection: Value | None = None,
    ) -> None: ...
    def language(
        self,
        code: Value | None = None,
        tts_provider: Value | None = None,
        voice: Value | None = None,
        transcription_provider: Value | None = None,
        speech_model: Value | None = None,
        hints: Value | None = None,
        asr_smart_format: Value | None = None,
        tts_text_normalization: Value | None = None,
        tts_language_text_normalization: Value | None = None,
    ) -> Language: ...
    def parameter(self, name: Value | None = None, value: Value | None = None) -> Parameter: ...

class AiSession(Element):
    """A session with an AI connector."""

    def __init__(
        self, *, ai_connector: Value | None = None, ai_session_configuration: Value | None = None
    ) -> None: ...

class ConversationRelaySession(Element):
    """A session of ConversationRelay that a connector configures."""

    def __init__(
        self, *, connector: Value | None = None, session_configuration: Value | None = None
    ) -> None: ...

class Language(Element):
    """The voices and the recognition of one language of a ConversationRelay session."""

    def __init__(
        self,
        *,
        code: Value | None = None,
        tts_provider: Value | None = None,
        voice: Value | None = None,
        transcription_provider: Value | None = None,
        speech_model: Value | None = None,
        hints: Value | None = None,
        asr_smart_format: Value | None = None,
        tts_text_normalization: Value | None = None,
        tts_language_text_normalization: Value | None = None,
    ) -> None: ...
