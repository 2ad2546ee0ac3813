//! People, sessions, tokens.

use bartizan_domain::account::{ApiToken, Preferences, Session, TokenOwner, User};
use bartizan_domain::{OrganizationId, Timestamp, TokenId, UserId};

use super::MemoryMeta;
use super::state::{State, conflict};
use crate::meta::{Accounts, NewSession, NewToken, NewUser};
use crate::{StoreError, StoreResult};

fn user_mut(state: &mut State, id: UserId) -> StoreResult<&mut (User, Option<String>)> {
    state.users.get_mut(&id).ok_or_else(|| StoreError::not_found("user"))
}

impl Accounts for MemoryMeta {
    fn count_users(&self) -> StoreResult<u64> {
        Ok(self.state.lock().users.len() as u64)
    }

    fn create_user(&self, user: &NewUser, now: Timestamp) -> StoreResult<User> {
        let mut state = self.state.lock();
        let email = user.email.to_lowercase();
        if state.users.values().any(|(u, _)| u.email == email) {
            return Err(conflict("this e-mail address"));
        }
        let id = UserId(state.new_id());
        let (name, is_superuser) = (user.name.clone(), user.is_superuser);
        let made = User { id, email, name, is_superuser, is_active: true, created: now, last_login: None };
        state.users.insert(id, (made.clone(), user.password_hash.clone()));
        Ok(made)
    }

    fn user(&self, id: UserId) -> StoreResult<User> {
        user_mut(&mut self.state.lock(), id).map(|(user, _)| user.clone())
    }

    fn user_by_email(&self, email: &str) -> StoreResult<(User, Option<String>)> {
        let email = email.to_lowercase();
        let state = self.state.lock();
        state.users.values().find(|(u, _)| u.email == email).cloned().ok_or_else(|| StoreError::not_found("user"))
    }

    fn set_password(&self, id: UserId, password_hash: &str, keep: Option<&str>) -> StoreResult<()> {
        let mut state = self.state.lock();
        user_mut(&mut state, id)?.1 = Some(password_hash.to_owned());
        state.sessions.retain(|hash, s| s.user_id != id || Some(hash.as_str()) == keep);
        Ok(())
    }

    fn preferences(&self, id: UserId) -> StoreResult<Preferences> {
        let mut state = self.state.lock();
        user_mut(&mut state, id)?;
        Ok(state.preferences.get(&id).cloned().unwrap_or_default())
    }

    fn set_preferences(&self, id: UserId, preferences: &Preferences) -> StoreResult<()> {
        let mut state = self.state.lock();
        user_mut(&mut state, id)?;
        state.preferences.insert(id, preferences.clone());
        Ok(())
    }

    fn update_user(&self, user: &User) -> StoreResult<()> {
        let mut state = self.state.lock();
        let row = &mut user_mut(&mut state, user.id)?.0;
        row.name.clone_from(&user.name);
        (row.is_superuser, row.is_active) = (user.is_superuser, user.is_active);
        Ok(())
    }

    fn touch_login(&self, id: UserId, now: Timestamp) -> StoreResult<()> {
        user_mut(&mut self.state.lock(), id)?.0.last_login = Some(now);
        Ok(())
    }

    fn create_session(&self, session: &NewSession) -> StoreResult<()> {
        self.state.lock().sessions.insert(session.token_hash.clone(), session.clone());
        Ok(())
    }

    fn session(&self, token_hash: &str, now: Timestamp) -> StoreResult<Session> {
        let state = self.state.lock();
        state.sessions.get(token_hash).filter(|s| s.expires > now).cloned().ok_or_else(|| StoreError::not_found("session"))
    }

    fn sessions(&self, user: UserId, now: Timestamp) -> StoreResult<Vec<Session>> {
        let state = self.state.lock();
        let mut list: Vec<_> = state.sessions.values().filter(|s| s.user_id == user && s.expires > now).cloned().collect();
        list.sort_by(|a, b| b.last_seen.cmp(&a.last_seen).then_with(|| a.token_hash.cmp(&b.token_hash)));
        Ok(list)
    }

    fn touch_session(&self, token_hash: &str, now: Timestamp) -> StoreResult<()> {
        if let Some(session) = self.state.lock().sessions.get_mut(token_hash) {
            session.last_seen = now;
        }
        Ok(())
    }

    fn delete_session(&self, token_hash: &str) -> StoreResult<()> {
        self.state.lock().sessions.remove(token_hash);
        Ok(())
    }

    fn purge_sessions(&self, now: Timestamp) -> StoreResult<u64> {
        let mut state = self.state.lock();
        let before = state.sessions.len();
        state.sessions.retain(|_, s| s.expires > now);
        Ok((before - state.sessions.len()) as u64)
    }

    fn create_token(&self, token: &NewToken, now: Timestamp) -> StoreResult<ApiToken> {
        let mut state = self.state.lock();
        if state.tokens.values().any(|t| t.token_hash == token.token_hash) {
            return Err(conflict("this token"));
        }
        let id = state.new_id();
        let made = ApiToken {
            id: TokenId(id),
            name: token.name.clone(),
            owner: token.owner,
            created_by: token.created_by,
            scopes: token.scopes.clone(),
            token_hash: token.token_hash.clone(),
            last_characters: token.last_characters.clone(),
            created: now,
            last_used: None,
            expires: token.expires,
        };
        state.tokens.insert(id, made.clone());
        Ok(made)
    }

    fn token_by_hash(&self, token_hash: &str, now: Timestamp) -> StoreResult<ApiToken> {
        let state = self.state.lock();
        let found = state.tokens.values().find(|t| t.token_hash == token_hash && t.expires.is_none_or(|end| end > now));
        found.cloned().ok_or_else(|| StoreError::not_found("token"))
    }

    fn tokens(&self, owner: TokenOwner) -> StoreResult<Vec<ApiToken>> {
        let mut list: Vec<_> = self.state.lock().tokens.values().filter(|t| t.owner == owner).cloned().collect();
        list.sort_by_key(|t| std::cmp::Reverse((t.created, t.id)));
        Ok(list)
    }

    fn delete_token(&self, owner: TokenOwner, id: TokenId) -> StoreResult<()> {
        let mut state = self.state.lock();
        if state.tokens.get(&id.0).is_none_or(|t| t.owner != owner) {
            return Err(StoreError::not_found("token"));
        }
        state.tokens.remove(&id.0);
        Ok(())
    }

    fn touch_token(&self, id: TokenId, now: Timestamp) -> StoreResult<()> {
        if let Some(token) = self.state.lock().tokens.get_mut(&id.0) {
            token.last_used = Some(now);
        }
        Ok(())
    }

    fn organizations_of(&self, user: UserId) -> StoreResult<Vec<OrganizationId>> {
        let state = self.state.lock();
        let mut list: Vec<_> = state.members.values().filter(|m| m.user_id == Some(user)).map(|m| m.organization_id).collect();
        list.sort_unstable();
        Ok(list)
    }
}
