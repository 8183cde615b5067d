"""The request pipeline and the paging stream. It knows no resource of Twilio's."""
