"""What is kept for chats: what they were shown, set and asked, without any person."""
